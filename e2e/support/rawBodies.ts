import { gzipSync } from 'node:zlib';

export interface RawBody {
	name: string;
	headers: Record<string, string>;
	body: string | Buffer;
	/** HTTP status of n8n 2.41's reply. 400 comes from the trigger. All other statuses come from n8n itself. */
	status: number;
}

const MB = 1024 * 1024;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const type = (name: string) => ({ 'Content-Type': name });
const packed = (encoding: string) => ({ ...JSON_TYPE, 'Content-Encoding': encoding });
/** Bytes that are not text in any encoding. */
const JUNK = Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7 + 128) % 256));
const part = (disposition: string) =>
	`--x\r\nContent-Disposition: form-data; name="taskId"${disposition}\r\n\r\nhello`;

/** Bodies that don't count as reports because of how they are sent. */
export const RAW_BODIES: RawBody[] = [
	{ name: 'an empty body', headers: {}, body: '', status: 400 },
	{ name: 'an empty body sent as JSON', headers: JSON_TYPE, body: '', status: 400 },
	{ name: 'binary data', headers: type('application/octet-stream'), body: JUNK, status: 400 },
	{ name: 'binary data without a content type', headers: {}, body: JUNK, status: 400 },
	{ name: 'binary data sent as JSON', headers: JSON_TYPE, body: JUNK, status: 422 },
	{ name: 'text', headers: type('text/plain'), body: 'hello', status: 400 },
	{ name: 'XML', headers: type('application/xml'), body: '<a><b>1</b></a>', status: 400 },
	{ name: 'broken XML', headers: type('application/xml'), body: '<a><b>1</a>', status: 422 },
	{
		name: 'XML with entities',
		headers: type('application/xml'),
		body: '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>',
		status: 400,
	},
	{
		name: 'a form',
		headers: type('application/x-www-form-urlencoded'),
		body: 'taskId[$ne]=1&status=1',
		status: 400,
	},
	{
		name: 'a form with a file',
		headers: type('multipart/form-data; boundary=x'),
		body: `${part('; filename="a.txt"')}\r\n--x--\r\n`,
		status: 400,
	},
	{
		name: 'an unterminated form',
		headers: type('multipart/form-data; boundary=x'),
		body: part(''),
		status: 400,
	},
	{
		name: 'a form without a boundary',
		headers: type('multipart/form-data'),
		body: 'hello',
		status: 400,
	},
	{
		name: 'an unknown charset',
		headers: type('application/json; charset=klingon'),
		body: '{}',
		status: 422,
	},
	{ name: 'an invalid content type', headers: type(';;;'), body: '{}', status: 400 },
	{
		name: 'JSON that tries to pollute the prototype',
		headers: JSON_TYPE,
		body: '{"__proto__":{"taskId":"a","status":1}}',
		status: 400,
	},
	{ name: 'compressed JSON', headers: packed('gzip'), body: gzipSync('{"a":1}'), status: 400 },
	{
		name: 'JSON that claims to be compressed',
		headers: packed('gzip'),
		body: '{"a":1}',
		status: 500,
	},
	{
		name: 'binary data that claims to be compressed',
		headers: { 'Content-Encoding': 'gzip' },
		body: JUNK,
		status: 400,
	},
	{ name: 'an unknown compression method', headers: packed('zip'), body: '{}', status: 400 },
	{
		name: '20 MB of spaces compressed to 20 kB',
		headers: packed('gzip'),
		body: gzipSync(Buffer.alloc(20 * MB, ' ')),
		status: 500,
	},
	{
		name: '15 MB of JSON',
		headers: JSON_TYPE,
		body: JSON.stringify({ padding: 'a'.repeat(15 * MB) }),
		status: 400,
	},
	{
		name: '17 MB of JSON',
		headers: JSON_TYPE,
		body: JSON.stringify({ padding: 'a'.repeat(17 * MB) }),
		status: 500,
	},
	{
		name: '17 MB without a content type',
		headers: {},
		body: Buffer.alloc(17 * MB, '['),
		status: 400,
	},
];
