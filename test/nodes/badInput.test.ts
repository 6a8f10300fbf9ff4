import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { samplePhoto } from '../../sandbox';
import { FotorApi } from '../../credentials/FotorApi.credentials';
import { startFotor, type Fotor } from '../../harness/engine/fotor';
import { speedUp } from '../support/time';

interface Row {
	case: string;
	node?: string;
	/** Parameters that are invalid for item 1 and valid for items 0 and 2. */
	parameters: INodeParameters;
	message: RegExp;
	advice: RegExp;
}

const good = {
	imageSource: 'url',
	imageUrl: '={{ $json.photo }}',
	maskSource: 'url',
	maskUrl: '={{ $json.photo }}',
	prompt: 'a tree',
};
/** An expression that returns `bad` for item 1 and `fine` for all other items. */
const onlyItem1 = (bad: string, fine: string) => `={{ $itemIndex === 1 ? ${bad} : ${fine} }}`;

const ROWS: Row[] = [
	...regionRows(),
	{
		case: 'a binary field missing from the item',
		parameters: {
			...good,
			imageSource: 'binary',
			imageBinaryProperty: onlyItem1("'photo'", "'data'"),
		},
		message: /^No file in 'photo'\. This item has: data \[item 1\]/,
		advice: /Enter one of these names in 'Input Binary Field', or take the image from a URL\./,
	},
	{
		case: 'an object in a text field',
		parameters: { ...good, prompt: onlyItem1('({ a: 1 })', "'a tree'") },
		message: /'Prompt' must be text, but it is \{"a":1\} \[item 1\]/,
		advice: /Check the expression in 'Prompt'/,
	},
	{
		case: 'a list in a text field',
		parameters: { ...good, prompt: onlyItem1("['a']", "'a tree'") },
		message: /'Prompt' must be text, but it is \["a"\] \[item 1\]/,
		advice: /Check the expression in 'Prompt'/,
	},
	{
		case: 'NaN in a text field',
		parameters: { ...good, prompt: onlyItem1('Number.NaN', "'a tree'") },
		message: /'Prompt' must be text, but it is (null|NaN) \[item 1\]/,
		advice: /Check the expression in 'Prompt'/,
	},
	{
		case: 'a word other than true or false in a switch',
		parameters: { ...good, waitForCompletion: onlyItem1("'maybe'", "'true'") },
		message: /'Wait for Completion' must be true or false, but it is "maybe" \[item 1\]/,
		advice: /Check the expression in 'Wait for Completion'/,
	},
	{
		case: 'an empty binary field name',
		parameters: { ...good, imageSource: 'binary', imageBinaryProperty: onlyItem1("''", "'data'") },
		message: /'Input Binary Field' is empty \[item 1\]/,
		advice: /name of the binary field/,
	},
	{
		case: 'an empty URL',
		parameters: { ...good, imageUrl: onlyItem1("''", '$json.photo') },
		message: /'Image URL' is empty \[item 1\]/,
		advice: /Fill in 'Image URL'/,
	},
	{
		case: 'a URL that is not http(s)',
		parameters: { ...good, imageUrl: onlyItem1("'ftp://example.com/a.png'", '$json.photo') },
		message: /'Image URL' is not a web URL: ftp:\/\/example.com\/a.png \[item 1\]/,
		advice: /http:\/\/ or https:\/\//,
	},
	{
		case: 'an invalid URL',
		parameters: { ...good, maskUrl: onlyItem1("'http://'", '$json.photo') },
		message: /'Mask URL' is not a web URL: http:\/\/ \[item 1\]/,
		advice: /Fotor must be able to open it/,
	},
	{
		case: 'an empty prompt',
		parameters: { ...good, prompt: onlyItem1("'  '", "'a tree'") },
		message: /'Prompt' is empty \[item 1\]/,
		advice: /Fill in 'Prompt'/,
	},
	{
		case: 'a mask without an image',
		parameters: {
			...good,
			imageSource: 'binary',
			imageBinaryProperty: onlyItem1("''", "'data'"),
			maskSource: 'binary',
			maskBinaryProperty: 'data',
		},
		message: /'Input Binary Field' is empty \[item 1\]/,
		advice: /name of the binary field/,
	},
	{
		case: 'a limit of zero concurrent tasks',
		parameters: { ...good, options: { concurrency: onlyItem1('0', '2') } },
		message: /'Concurrent Tasks' must be a whole number of 1 or more \[item 1\]/,
		advice: /which is currently 0/,
	},
	{
		case: 'a wait time of zero',
		parameters: { ...good, options: { maxWaitTime: onlyItem1('0', '60') } },
		message: /'Maximum Wait Time \(Seconds\)' must be a number of 1 or more \[item 1\]/,
		advice: /which is currently 0/,
	},
	{
		case: 'text other than JSON in the extra fields',
		parameters: {
			...good,
			options: { extraBodyFields: onlyItem1("'{a: 1}'", "'{}'") },
		},
		message: /'Extra Body Fields' is not a JSON object \[item 1\]/,
		advice: /double quotes/,
	},
	{
		case: 'a scale Fotor does not support',
		node: 'fotorUpscaler',
		parameters: { ...good, scale: onlyItem1('3', "'4'") },
		message: /'Scale' can't be 3 \[item 1\]/,
		advice: /Set 'Scale' to one of: 2 \(2× Larger\), 4 \(4× Larger\)\./,
	},
	{
		case: 'a ratio Text to Image does not support',
		node: 'fotorTextToImage',
		parameters: { ...good, aspectRatio: onlyItem1("'5:4'", "'landscape (16:9)'") },
		message: /'Aspect Ratio' can't be 5:4 \[item 1\]/,
		advice: /one of: 16:9 \(Landscape \(16:9\)\), .*1:1 \(Square \(1:1\)\)\./,
	},
	{
		case: 'a subject Fotor does not recognize',
		node: 'fotorBackgroundRemover',
		parameters: { ...good, subject: onlyItem1("'dog'", "' person '") },
		message: /'Subject' can't be dog \[item 1\]/,
		advice: /SegmentBody \(Person\)/,
	},
	{
		case: 'an empty choice',
		node: 'fotorRestoration',
		parameters: { ...good, upscale: onlyItem1("''", '1') },
		message: /'Size' is empty \[item 1\]/,
		advice: /one of: 1 \(Original Size\), 2 \(Twice as Large\)/,
	},
	{
		case: 'a list in a choice',
		node: 'fotorImageToImage',
		parameters: { ...good, format: onlyItem1("['png']", "'PNG'") },
		message: /'Format' can't be \["png"\] \[item 1\]/,
		advice: /one of: jpg, png\./,
	},
	{
		case: 'an unknown choice in an option',
		parameters: { ...good, options: { onTimeout: onlyItem1("'later'", "'Return Task'") } },
		message: /'On Timeout' can't be later \[item 1\]/,
		advice: /returnTask \(Return Task\)/,
	},
	{
		case: 'an unknown ratio for a model whose ratios are not documented',
		node: 'fotorVideoGenerator',
		parameters: {
			...good,
			mode: 'img2video',
			model: 'doubao-seedance-2-0-260128',
			resolution: '720p',
			duration: 5,
			aspectRatio: onlyItem1("'5:4'", "'16:9'"),
		},
		message: /doesn't support 'Aspect Ratio' 5:4 \[item 1\]/,
		advice: /one of: .*21:9/,
	},
	{
		case: 'a ratio the model does not support',
		node: 'fotorImageGenerator',
		parameters: {
			...good,
			model: 'gpt-image-1-low',
			resolution: '1k',
			aspectRatio: onlyItem1("'16:9'", "'1:1'"),
		},
		message: /GPT Image 1 Low model doesn't support 'Aspect Ratio' 16:9 \[item 1\]/,
		advice: /one of: 1:1, 2:3, 3:2/,
	},
	{
		case: 'a number of references above the maximum',
		node: 'fotorImageGenerator',
		parameters: {
			...good,
			model: 'flux-2-pro',
			resolution: '1k',
			aspectRatio: '1:1',
			images: onlyItem1("Array(5).fill($json.photo).join(',')", '$json.photo'),
		},
		message: /Flux 2 Pro model takes at most 4 reference images, not 5 \[item 1\]/,
		advice: /'Reference Images'/,
	},
	{
		case: 'a duration the model does not support',
		node: 'fotorVideoGenerator',
		parameters: {
			...good,
			mode: 'text2video',
			model: 'veo-3.0-generate-001',
			resolution: '720p',
			aspectRatio: '16:9',
			duration: onlyItem1('5', '8'),
		},
		message: /Veo 3 model doesn't support 'Duration' 5 \[item 1\]/,
		advice: /one of: 8/,
	},
	{
		case: 'a number of listing images above the maximum',
		node: 'fotorListingSet',
		parameters: { ...good, images: '={{ $json.photo }}', count: onlyItem1('9', '1') },
		message: /'Number of Images' must be a whole number from 1 to 8 \[item 1\]/,
		advice: /which is currently 9/,
	},
	{
		case: 'a missing headshot template',
		node: 'fotorHeadshot',
		parameters: {
			...good,
			templates: {
				template: [{ templateId: onlyItem1("''", "'style'"), count: 1 }],
			},
		},
		message: /'Style' is empty \[item 1\]/,
		advice: /Fill in 'Style'/,
	},
	{
		case: 'a path outside the API',
		node: 'fotor',
		parameters: {
			resource: 'task',
			operation: 'submit',
			path: onlyItem1("'https://example.com/v1/x'", "'/v1/aiart/retouchskin'"),
			body: '={{ JSON.stringify({ userImageUrl: $json.photo }) }}',
		},
		message: /'Path' must start with \/v1\/.* \[item 1\]/,
		advice: /without the host/,
	},
];

/** Test rows whose shapes, given as JSON, are invalid for item 1. */
function regionRows(): Row[] {
	const fine = '{ x: 0, y: 0, width: 50, height: 50 }';
	const row = (name: string, list: string, message: RegExp, advice: RegExp): Row => ({
		case: `shapes as JSON: ${name}`,
		parameters: {
			...good,
			maskSource: 'regions',
			defineRegions: 'json',
			maskRegionsJson: onlyItem1(list, `[${fine}]`),
		},
		message,
		advice,
	});
	const second = (text: string) => `[${fine}, ${text}]`;
	const like = /Write 'Shapes \(JSON\)' like this: \[\{"x": 25/;
	return [
		row(
			'a number out of range',
			second('{ x: -1, y: 0, width: 5, height: 5 }'),
			/'Left \(%\) of Shape 2' must be a number from 0 to 100 \[item 1\]/,
			/which is currently -1/,
		),
		row(
			'a missing number',
			second('{ x: 1, y: 0, width: 5 }'),
			/'Height \(%\) of Shape 2' must be a number .*\[item 1\]/,
			/which is currently empty/,
		),
		row(
			'a shape that extends beyond the image',
			second('{ x: 60, y: 0, width: 50, height: 5 }'),
			/Shape 2 of 'Shapes \(JSON\)' extends beyond the image: it ends at 110%/,
			/Lower 'Left \(%\)' or 'Width \(%\)': together/,
		),
		row(
			'an unknown shape',
			second('{ x: 0, y: 0, width: 5, height: 5, shape: "star" }'),
			/'Shape of Shape 2' must be rectangle or ellipse, but it is star \[item 1\]/,
			/remove the field to use "rectangle"/,
		),
		row('an entry that is not an object', second('7'), /Entry 2 of 'Shapes \(JSON\)'/, like),
		row('text that is not a list', "'[{'", /'Shapes \(JSON\)' is not a JSON list \[item 1\]/, like),
		row('an empty list', '[]', /'Shapes \(JSON\)' is empty \[item 1\]/, /Add a shape/),
	];
}

describe('invalid input', () => {
	let fotor: Fotor;
	let input: INodeExecutionData[];

	beforeAll(async () => {
		fotor = await startFotor();
		const { data, fileName, mimeType } = samplePhoto();
		const photo = fotor.sandbox.publish(fileName, data, mimeType);
		const binary = await fotor.engine.file(data, fileName, mimeType);
		input = [0, 1, 2].map(() => ({ json: { photo }, binary }));
	});
	afterAll(async () => await fotor.close());
	afterEach(() => jest.restoreAllMocks());
	beforeEach(() => {
		speedUp(10);
		fotor.sandbox.submissions.splice(0);
		fotor.sandbox.requests.splice(0);
		fotor.engine.addCredential(new FotorApi(), {
			apiKey: fotor.sandbox.apiKey,
			baseUrl: fotor.sandbox.url,
		});
	});

	const run = async ({ node = 'fotorAiReplace', parameters }: Row, continues: boolean) =>
		await fotor.engine.run(`n8n-nodes-fotor.${node}`, parameters, {
			input,
			node: continues ? { onError: 'continueRegularOutput' } : {},
		});

	test.each(ROWS.map((row) => [row.case, row] as const))(
		'%s stops the node before anything is sent, and the message gives the cause and says what to do',
		async (_case, row) => {
			const { error } = await run(row, false);
			expect(error?.message).toMatch(row.message);
			expect(error?.description).toMatch(row.advice);
			expect(fotor.sandbox.requests).toEqual([]);
		},
	);

	test.each(ROWS.map((row) => [row.case, row] as const))(
		'%s leaves the other items unaffected when the node continues',
		async (_case, row) => {
			const { items, error } = await run(row, true);
			expect(error).toBeUndefined();
			const bad = items.filter((item) => item.json.error !== undefined);
			expect(bad).toHaveLength(1);
			expect(bad[0]?.pairedItem).toEqual({ item: 1 });
			expect(Object.keys(bad[0]?.json ?? {})).toEqual(['error']);
			expect(bad[0]?.json.error).toMatch(row.message);
			expect(bad[0]?.json.error).toMatch(row.advice);
			const paired = items.filter((item) => !bad.includes(item)).map((item) => item.pairedItem);
			expect(paired).toEqual([{ item: 0 }, { item: 2 }]);
			expect(fotor.sandbox.submissions).toHaveLength(2);
		},
	);

	test('a key copied with surrounding whitespace works', async () => {
		const { apiKey, url } = fotor.sandbox;
		fotor.engine.addCredential(new FotorApi(), { apiKey: `  ${apiKey}\r\n`, baseUrl: url });
		const { items } = await fotor.engine.run('n8n-nodes-fotor.fotor', {
			resource: 'account',
			operation: 'getBalance',
		});
		expect(items[0]?.json).toHaveProperty('remaining');
	});

	test.each([
		['uses http on another machine', 'http://api.example.com', /must start with https:\/\//],
		['uses another protocol', 'ftp://127.0.0.1', /must start with https:\/\//],
		['has no protocol', 'api-b.fotor.com', /is not a URL: api-b.fotor.com/],
		['is empty', '', /is empty/],
	])('a base URL that %s is rejected before anything is sent', async (_case, baseUrl, message) => {
		fotor.engine.addCredential(new FotorApi(), { apiKey: 'sandbox-key', baseUrl });
		const { error } = await run({ parameters: good, case: '', message, advice: message }, false);
		expect(error?.message).toMatch(/'Base URL' in the Fotor API credential/);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/https:\/\/api-b.fotor.com/);
		expect(fotor.sandbox.requests).toEqual([]);
	});
});
