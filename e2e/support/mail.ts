import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail server on loopback that keeps the messages it receives. */
export interface MailServer {
	/** Fields of n8n's SMTP credential. */
	credential: Record<string, string | number | boolean>;
	/** Whole messages including headers, oldest first. */
	readonly messages: string[];
	close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
	const messages: string[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, _session, done) {
			void text(stream).then((message) => {
				messages.push(decoded(message));
				done();
			});
		},
	});
	const listening = server.listen(0, '127.0.0.1');
	await once(listening, 'listening');
	const { port } = listening.address() as AddressInfo;
	return {
		credential: { host: '127.0.0.1', port, secure: false, disableStartTls: true },
		messages,
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}

/** Decodes a quoted-printable message (RFC 2045). Returns other messages unchanged. */
function decoded(message: string): string {
	if (!/^Content-Transfer-Encoding: quoted-printable/im.test(message)) return message;
	return message
		.replace(/=\r?\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** The first link in a message. */
export function linkIn(message: string): string {
	const [link] = /https?:\/\/\S+/.exec(message) ?? [];
	if (!link) throw new Error(`There is no link in the message: ${message}`);
	return link;
}
