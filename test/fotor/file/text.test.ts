import { textKindOf } from '../../../fotor/file/text';
import { samplePhoto, sampleVideo } from '../../../sandbox';
import { blank, heic } from './samples';

describe('text saved as an image', () => {
	it.each([
		['<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'a web page'],
		['\ufeff\n  <html lang="de"><head><title>Größe</title>', 'a web page'],
		['{"code":"999","msg":"unknown"}', 'JSON'],
		[' [1, 2]', 'JSON'],
		['<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'XML'],
		['Not found', 'text'],
		[`iVBORw0KGgo${'A'.repeat(600)}`, 'text'],
		['€'.repeat(400), 'text'],
	])('%j is %s', (content, kind) => {
		expect(textKindOf(Buffer.from(content))).toBe(kind);
	});

	it.each([
		['an empty file', () => Buffer.alloc(0)],
		['an SVG image', () => Buffer.from('<?xml version="1.0"?><svg width="4" height="4"/>')],
		['a JPEG', () => samplePhoto().data],
		['a video', () => sampleVideo().data],
		['a HEIC', () => heic()],
		['a GIF', async () => await blank(8, 8).gif().toBuffer()],
		['an unknown format', () => Buffer.from('8BPS\0\x01\0\0\0\0\0\0', 'latin1')],
		['text in a legacy encoding', () => Buffer.from('Gr\xf6\xdfe', 'latin1')],
	])('%s is not detected as text', async (_name, make) => {
		expect(textKindOf(await make())).toBeUndefined();
	});
});
