import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface Smtp {
	port: number;
	/** Whole messages, with headers. */
	messages: string[];
	close(): void;
}

/** A mail server on loopback that takes every message and sends none. */
export async function startSmtp(): Promise<Smtp> {
	const messages: string[] = [];
	const server = createServer((socket) => converse(socket, messages));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return { port, messages, close: () => void server.close() };
}

/** The least of SMTP (RFC 5321) that a client needs. */
function converse(socket: Socket, messages: string[]): void {
	let text = '';
	let isMessage = false;
	const say = (line: string) => socket.write(`${line}\r\n`);
	say('220 localhost');
	socket.setEncoding('latin1').on('error', () => socket.destroy());
	socket.on('data', (chunk: string) => {
		text += chunk;
		for (;;) {
			const end = isMessage ? '\r\n.\r\n' : '\r\n';
			const at = text.indexOf(end);
			if (at < 0) return;
			const part = text.slice(0, at);
			text = text.slice(at + end.length);
			if (isMessage) {
				messages.push(part);
				isMessage = false;
				say('250 OK');
			} else if (/^DATA/i.test(part)) {
				isMessage = true;
				say('354 Go on');
			} else if (/^QUIT/i.test(part)) {
				say('221 Bye');
				socket.end();
			} else say('250 OK');
		}
	});
}

/** The first link in a message. */
export function linkIn(message: string): string {
	const isQuoted = /^Content-Transfer-Encoding: quoted-printable/im.test(message);
	const plain = isQuoted
		? message
				.replace(/=\r?\n/g, '')
				.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
		: message;
	const [link] = /https?:\/\/\S+/.exec(plain) ?? [];
	if (!link) throw new Error(`There is no link in the message: ${plain}`);
	return link;
}
