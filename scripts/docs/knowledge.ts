import type { NodeKnowledge, Unknown } from './knowledge.types';

const EXTRA = "Options → 'Extra Body Fields'";

const TOOL_OUTPUT = 'One item for each incoming item.';

const UPLOAD_TYPE: Unknown = {
	what: 'For an upload Fotor wants to be told what the file is for. Its word for this tool is in no source. The node says `img2img`, which is known for other tools; it seems to choose a folder only.',
	change: "If uploads fail: Options → 'Upload Method' → 'Base64', or give the picture as a URL.",
};

const MODEL_PRICE: Unknown = {
	what: 'What each model costs. Fotor publishes no prices of models.',
	change:
		"Try one picture first and look at `tokensUsed` in the output. Options → 'Minimum Balance' keeps a reserve.",
};

const MODEL_LIST: Unknown = {
	what: "Which models your account has. Fotor has no call that lists them; the list is from Fotor's own clients of June 2026.",
	change: "'Model' → By ID takes any id.",
};

/** What no source says about Fotor as a whole. */
export const GENERAL_UNKNOWNS: Unknown[] = [
	{
		what: "How long a result address works. Fotor's own words elsewhere: not guaranteed permanently.",
		change: "Leave 'Download Result' on, and store the file yourself.",
	},
	{ what: 'How long a task can be read after it is finished.' },
	{
		what: 'How many requests or tasks at a time Fotor allows. It answers 429 when there are too many; the node then slows down by itself.',
		change: "Options → 'Concurrent Tasks'.",
	},
	{
		what: 'How large a picture may be, and which file formats are taken. Only for tools with a model a limit is known: 10 MB each.',
	},
	{
		what: 'Whether a task that Fotor ended or cancelled is paid. Failed ones are free, says Fotor.',
	},
	{ what: 'Which hosts the results come from, beside `pub-static.fotor.com`.' },
];

/** By node name: what the API reference (docs/api/fotor-openapi.md) does not know about the tool. */
export const KNOWLEDGE: Record<string, NodeKnowledge | undefined> = {
	fotor: {
		prices: [],
		sections: [5, 6, 20],
		output:
			"Task → Get, Submit and Wait give the fields below. Get shows a task that did not work out too: its `status` is `failed`, `timedOut` or `cancelled`. Turn off 'Simplify' to see Fotor's own data instead. The account operations have fields of their own.",
		unknowns: [
			{
				what: 'What Fotor answers to a task id that it does not know. The node treats “not found” and every error code as a failure.',
			},
			{
				what: "What a task costs that you send with Task → Submit. It depends on the 'Path'.",
				change: 'Look at `tokensUsed` in the output.',
			},
			{
				what: 'How long a temporary token may live at most.',
				change: "'Valid For'.",
			},
			{ what: 'Whether the limits of a temporary token differ from those of a key.' },
		],
	},
	fotorAiExpand: {
		prices: [
			{ endpoint: 'imagegeneration', when: "'Method' is 'Image Model'" },
			{ endpoint: 'expand', when: "'Method' is 'Expand Endpoint'" },
		],
		sections: [17, 19],
		output: TOOL_OUTPUT,
		unknowns: [
			{
				what: "Path, name of the picture's field, and all other fields of Fotor's own AI Expand. Fotor lists the tool, but its page is in no source that we have.",
				change:
					"'Method' → 'Expand Endpoint', then 'Endpoint Path', 'Image Field' and 'Body'. Copy them from Fotor's page.",
			},
			{
				what: 'Whether an image model keeps your picture exactly as it is. The node asks for it; no model promises it.',
				change: "'Prompt' and 'Model'.",
			},
			MODEL_PRICE,
			{ what: 'Other values of the quality than `medium`.', change: "Options → 'Quality'." },
		],
	},
	fotorAiReplace: {
		prices: [{ endpoint: 'replacer' }],
		sections: [16],
		output: TOOL_OUTPUT,
		unknowns: [
			{
				what: 'Which colour of the mask marks the part to replace. White for “replace” is the usual convention, and a guess here.',
				change:
					"If the wrong part changes: Options → 'Mask Convention' for regions that the node draws; a mask of your own you invert.",
			},
			{
				what: 'Whether the mask must be as large as the picture. Same size is the safe choice.',
				change: "'Mask Source' → 'Draw Regions' makes a mask of the right size.",
			},
			{
				what: "The price. AI Replace is missing in Fotor's token table; most other tools cost 1 token.",
				change: "Look at `tokensUsed` in the output. Options → 'Minimum Balance' keeps a reserve.",
			},
			UPLOAD_TYPE,
		],
	},
	fotorBackgroundRemover: {
		prices: [{ endpoint: 'backgroundremover' }],
		sections: [11],
		output: `${TOOL_OUTPUT} The picture has a transparent background.`,
		unknowns: [
			{
				what: 'What the choices Person and Object do exactly. Only their names are known; Automatic is what Fotor’s own client uses.',
				change: "'Subject'.",
			},
			{ what: 'Further fields that Fotor may offer: its page was not available.', change: EXTRA },
		],
	},
	fotorColorize: {
		prices: [{ endpoint: 'colorize' }],
		sections: [13],
		output: TOOL_OUTPUT,
		unknowns: [
			{
				what: 'Names of other colouring models than `stable`. The open-source tool with the same names also has `artistic`; whether Fotor takes it is not known.',
				change: "Options → 'Model Name'.",
			},
			{
				what: 'Smallest and largest render factor. 35 is what Fotor’s own client sends.',
				change: "Options → 'Render Factor'.",
			},
			UPLOAD_TYPE,
		],
	},
	fotorFaceSwap: {
		prices: [{ endpoint: 'faceswap' }],
		sections: [15],
		output: `${TOOL_OUTPUT} The picture has the size of the template picture.`,
		unknowns: [{ what: 'What happens when a picture shows several faces, or none.' }, UPLOAD_TYPE],
	},
	fotorHeadshot: {
		prices: [{ endpoint: 'avatar' }],
		sections: [12, 22],
		extraFields: ['templateId'],
		output: 'One item for each portrait, so more items come out than went in.',
		unknowns: [
			{
				what: 'Ids of the headshot styles. The ids in the list are used by a sister service of Fotor; that they work here is a guess.',
				change:
					"'Template' → By ID. Look ids up in [Fotor's list](https://docs.fotor.com/reference/headshot/styles/).",
			},
			{
				what: 'How many portraits one style gives at most.',
				change: "'Count'. Each portrait is paid: 1 token a picture, says the token table.",
			},
			UPLOAD_TYPE,
		],
	},
	fotorImageGenerator: {
		prices: [{ endpoint: 'imagegeneration' }],
		sections: [19],
		output: TOOL_OUTPUT,
		unknowns: [
			MODEL_PRICE,
			MODEL_LIST,
			{ what: 'Other values of the quality than `medium`.', change: "Options → 'Quality'." },
			{
				what: 'How to ask a model for several pictures at once. Some can make 4; the field for it is in no source.',
				change: EXTRA,
			},
			{
				what: 'Where two sources of Fotor disagree about a model’s resolutions. The node follows the one that runs, the official SDK.',
				change: "Options → 'Width' and 'Height'.",
			},
		],
	},
	fotorImageToImage: {
		prices: [{ endpoint: 'img2img' }],
		sections: [10, 22],
		output: TOOL_OUTPUT,
		unknowns: [
			{
				what: 'Names of the styles. Three ids are known, none with a name.',
				change:
					"'Style' → By ID. Look ids up in [Fotor's list](https://docs.fotor.com/reference/img2img/styles/).",
			},
			{
				what: 'What happens to a picture with a side longer than 1536 px. Make it smaller before.',
			},
		],
	},
	fotorListingSet: {
		prices: [{ endpoint: 'ecommercelistingset' }],
		sections: [20],
		extraFields: ['scene', 'failedScenes'],
		output: 'One item for each picture, so more items come out than went in.',
		unknowns: [
			{
				what: 'Whether your account has this tool. It is in no official documentation; a public client that names Fotor as its author uses it.',
			},
			{
				what: 'Which platforms, countries and languages Fotor knows. The node sends your text as it is; the values preset are those of that client.',
				change: "'Platform', 'Country' and 'Language'.",
			},
			{
				what: 'Names of the scenes.',
				change: "Options → 'Scenes'; leave it out for an automatic choice.",
			},
			UPLOAD_TYPE,
		],
	},
	fotorRestoration: {
		prices: [{ endpoint: 'restoration' }],
		sections: [14],
		output: TOOL_OUTPUT,
		unknowns: [
			{
				what: 'Whether the size can be kept. Fotor’s page says the factor is always 2; Fotor’s own plugin sends 1.',
				change: "'Upscale'.",
			},
			{
				what: 'The range and direction of the fidelity weight. 0 to 1, with higher being closer to the original, is read from the open-source tool with the same names.',
				change: "'Fidelity Weight'.",
			},
			{
				what: 'What the two switches do exactly. In Fotor’s page their texts are mixed up; the form goes by their names.',
				change: "'Face Upsample' and 'Background Enhance'.",
			},
			UPLOAD_TYPE,
		],
	},
	fotorSkinRetouch: {
		prices: [{ endpoint: 'retouchskin' }],
		sections: [8],
		output: TOOL_OUTPUT,
		unknowns: [
			{
				what: 'Whether there are more settings, such as how strong the effect is. Fotor’s own client sends the picture only.',
				change: EXTRA,
			},
			{ what: 'What happens when the picture shows no face.' },
			UPLOAD_TYPE,
		],
	},
	fotorTextToImage: {
		prices: [{ endpoint: 'text2img' }],
		sections: [9, 22],
		output: TOOL_OUTPUT,
		unknowns: [
			{
				what: "The list of size ids. Fotor's page uses an id; Fotor's own plugin sends the ratio, such as `16:9`, and so does the node.",
				change: "Options → 'Size ID'.",
			},
			{ what: 'How many pixels the picture has.' },
			{
				what: 'Whether the styles in the list are still complete. They are from a public app.',
				change:
					"'Style' → By ID. Look ids up in [Fotor's list](https://docs.fotor.com/reference/text2img/styles/).",
			},
			{ what: 'How well other languages than English work in the prompt.', change: "'Prompt'." },
		],
	},
	fotorTrigger: {
		prices: [],
		sections: [21],
		extraFields: ['verified', 'receivedAt', 'reason'],
		output:
			'One item for each result of a task that Fotor reports, when the call passes the checks. The `status` of a task without a result is `failed`, `timedOut` or `cancelled`.',
		unknowns: [
			{
				what: 'Where the address is entered at Fotor. No call registers it. The developer console or Fotor’s support are the likely places.',
			},
			{
				what: 'Whether Fotor calls again after an error, and in which order calls come. The trigger answers at once and takes repeats.',
				change: "Options → 'Ignore Repeated Calls'.",
			},
			{
				what: 'How to tell a real call of Fotor from a forged one: no signature is documented.',
				change:
					"Leave 'Verify With API' on. It reads every task back with your key. Options → 'Token' is a further lock.",
			},
			{
				what: "Whether Fotor's two addresses stay the same.",
				change: "Options → 'IP Allowlist'.",
			},
		],
	},
	fotorUpscaler: {
		prices: [{ endpoint: 'imgupscale' }],
		sections: [7],
		output: TOOL_OUTPUT,
		unknowns: [
			{
				what: 'Whether results larger than 2048 px are possible. Every known client asks for 2048 at most, so a large picture comes back less than 4 times as large.',
				change: "Options → 'Maximum Width' and 'Maximum Height'.",
			},
			{
				what: 'Whether other factors than 2 and 4 work.',
				change: `${EXTRA}: {"upscaling_resize": 3}.`,
			},
		],
	},
	fotorVideoGenerator: {
		prices: [
			{ endpoint: 'text2video', when: "'Mode' is 'Text to Video'" },
			{ endpoint: 'img2video', when: "'Mode' is 'Image to Video'" },
			{ endpoint: 'startend2video', when: "'Mode' is 'Start and End Image to Video'" },
			{ endpoint: 'character2video', when: "'Mode' is 'Reference Images to Video'" },
		],
		sections: [19],
		output: `${TOOL_OUTPUT} The file is a video (mp4).`,
		unknowns: [
			{
				what: 'What a video costs. Fotor publishes no prices of models; videos cost far more than pictures.',
				change:
					"Try one short video first and look at `tokensUsed` in the output. Options → 'Minimum Balance' keeps a reserve.",
			},
			MODEL_LIST,
			{
				what: 'Aspect ratios of Seedance 2.0, the preset model. The form offers all that other models have.',
				change: "'Aspect Ratio'.",
			},
			{
				what: 'Which models make sound.',
				change: "'Generate Audio' and Options → 'Audio Prompt'.",
			},
			{
				what: 'Whether the ratio counts when the video follows a picture. Some models take the shape of the picture.',
			},
		],
	},
};
