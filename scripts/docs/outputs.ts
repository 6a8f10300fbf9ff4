/** A field of the output, in words. */
export interface OutputField {
	name: string;
	words: string;
}

/** `json` of every item that a tool gives back, in its order. */
export const TASK_FIELDS: OutputField[] = [
	{
		name: 'taskId',
		words: "Fotor's id of the task. Keep it: the result can be read again with it.",
	},
	{
		name: 'status',
		words:
			'State of the task. `completed`: the result is there. `submitted`: the node did not wait. `inProgress`: not finished yet.',
	},
	{ name: 'type', words: "Fotor's word for the kind of task, such as `imgupscale`." },
	{ name: 'resultUrl', words: 'Address of the result. Empty (`null`) until it is finished.' },
	{ name: 'resultUrls', words: 'Addresses of all results of the task.' },
	{ name: 'tokensUsed', words: 'Tokens that the task cost. `null` while Fotor does not say.' },
	{ name: 'createdAt', words: 'When the task began, such as `2025-06-17T08:30:00.000Z`.' },
	{ name: 'updatedAt', words: 'When the task last changed.' },
	{
		name: 'sensitiveContent',
		words: '`true` when Fotor marked the result as sensitive content.',
	},
];

/** Fields that only some tasks have. */
export const EXTRA_FIELDS = {
	templateId: {
		name: 'templateId',
		words: 'Id of the headshot style that the picture was made with.',
	},
	scene: { name: 'scene', words: 'Name of the scene that the picture shows.' },
	failedScenes: {
		name: 'failedScenes',
		words: 'Scenes that did not work out, each with `scene` and `reason`. Only when there are any.',
	},
	verified: {
		name: 'verified',
		words:
			'`true` when the task was read back from Fotor with your key before the workflow started.',
	},
	reason: {
		name: 'reason',
		words: "Fotor's reason when a task has no result. Only when there is one.",
	},
	receivedAt: { name: 'receivedAt', words: "When Fotor's call arrived." },
} satisfies Record<string, OutputField>;

/** Fields of the account operations. */
export const ACCOUNT_FIELDS: Array<OutputField & { operation: string }> = [
	{ operation: 'Get Balance', name: 'total', words: 'Tokens that the account was given in total.' },
	{ operation: 'Get Balance', name: 'remaining', words: 'Tokens that are left.' },
	{ operation: 'Get Recharge Links', name: 'planName', words: 'Name of the token package.' },
	{ operation: 'Get Recharge Links', name: 'credits', words: 'Tokens in it.' },
	{ operation: 'Get Recharge Links', name: 'currency', words: 'Currency of the price.' },
	{ operation: 'Get Recharge Links', name: 'amount', words: 'Price.' },
	{ operation: 'Get Recharge Links', name: 'url', words: 'Payment link. It works for 30 minutes.' },
	{ operation: 'Get Recharge Links', name: 'urlExpireTime', words: 'When the link ends.' },
	{
		operation: 'Create Temporary Token',
		name: 'token',
		words: "The token. Treat it like a key: whoever has it can use Fotor's editor on your account.",
	},
	{
		operation: 'Create Temporary Token',
		name: 'expire',
		words: "When the token ends, as Fotor's number (milliseconds since 1970).",
	},
	{
		operation: 'Create Temporary Token',
		name: 'expiresAt',
		words: 'The same as a date, such as `2025-06-17T08:30:00.000Z`.',
	},
];
