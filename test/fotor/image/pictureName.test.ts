import { FilePicture, UrlPicture } from '../../../fotor/image/picture';
import { stemOfPicture } from '../../../fotor/image/pictureName';

const file = (fileName: unknown) =>
	new FilePicture({ data: '', mimeType: 'image/png', fileName: fileName as string }, 'Image');
const url = (path: string) => new UrlPicture(`https://example.com/${path}`, 'Image');

test.each([
	[file('bottle.png'), 'bottle'],
	[file(undefined), ''],
	[file(7), ''],
	[file('a/b:c?.png'), 'a-b-c-'],
	[file(`${'ü'.repeat(100)}.png`), 'ü'.repeat(75)],
	[url('my%20cat.jpg?size=2'), 'my cat'],
	[url('broken%E0%A4.jpg'), 'broken%E0%A4'],
	[url('image/123'), ''],
	[url(''), ''],
	['no picture', ''],
])(
	'takes the file name without its extension, or nothing if there is no usable name (case %#)',
	(picture, stem) => {
		expect(stemOfPicture(picture)).toBe(stem);
	},
);
