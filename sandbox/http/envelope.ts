/** The shape of every JSON reply (section 3). */
export interface Envelope {
	code: string | number;
	msg: string;
	data?: unknown;
}

export const success = (data: unknown): Envelope => ({ code: '000', msg: 'success', data });

export const failure = (code: string | number, msg: string): Envelope => ({
	code,
	msg,
	data: null,
});
