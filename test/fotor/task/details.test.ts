import { address, readTask } from '../../../fotor/task/details';

const read = (data: Record<string, unknown>) => readTask('t1', { status: 1, ...data });

describe('the status of a task', () => {
	it.each([
		[0, 'inProgress'],
		[1, 'completed'],
		[2, 'failed'],
		[3, 'timedOut'],
		[4, 'cancelled'],
		['1', 'completed'],
		[7, 'inProgress'],
		[-1, 'inProgress'],
		['completed', 'inProgress'],
	])('%p means %s', (status, word) => {
		expect(read({ status })?.status).toBe(word);
	});

	it.each([undefined, null, 'text', 5, [], {}, { status: null }])(
		"can't be read from %p",
		(data: unknown) => {
			expect(readTask('t1', data)).toBeUndefined();
		},
	);
});

describe('the fields of a task', () => {
	it('are read as documented', () => {
		expect(
			read({
				type: 'imgupscale',
				resultUrl: 'https://x/1.png',
				createTime: 1_732_588_068_355,
				updateTime: 1_732_588_143_312,
				creditsIncrement: 2,
				hasHsfw: false,
			}),
		).toMatchObject({
			taskId: 't1',
			type: 'imgupscale',
			files: [{ url: 'https://x/1.png', sensitive: false }],
			createTime: 1_732_588_068_355,
			updateTime: 1_732_588_143_312,
			tokensUsed: 2,
			sensitive: false,
		});
	});

	it('numbers may be strings', () => {
		expect(read({ createTime: '1732588068355', creditsIncrement: '0.5' })).toMatchObject({
			createTime: 1_732_588_068_355,
			tokensUsed: 0.5,
		});
	});

	it.each([null, '', ' ', 'many', {}, Number.NaN])(
		'%p is not a token count',
		(creditsIncrement) => {
			expect(read({ creditsIncrement })?.tokensUsed).toBeUndefined();
		},
	);

	it('an empty URL is ignored', () => {
		for (const resultUrl of ['', ' ', null, undefined, 5]) {
			expect(read({ resultUrl })?.files).toEqual([]);
		}
	});

	it("Fotor's reason is shortened to one line", () => {
		expect(read({ status: 2, msg: `no\nface ${'x'.repeat(500)}` })?.reason).toMatch(
			/^no face x{192}$/,
		);
		expect(read({ status: 2, msg: '' })?.reason).toBeUndefined();
		expect(read({ status: 2 })?.reason).toBeUndefined();
	});

	it('all other fields stay in `raw`', () => {
		expect(read({ infomation: 5 })?.raw).toMatchObject({ infomation: 5 });
	});
});

describe('headshots', () => {
	it('have one file per image, each with its style', () => {
		const task = read({
			resultUrl: '',
			avatarResult: [
				{
					templateId: 'a',
					images: [
						{ id: '1', url: 's3://img-pub-fotor/1.jpg', hasHsfw: false },
						{ id: '2', url: 'https://x/2.jpg', hasHsfw: true },
					],
				},
				{ templateId: 'b', images: [{ id: '3', url: 'https://x/3.jpg' }, { url: '' }] },
			],
		});
		expect(task?.files).toEqual([
			{ url: 'https://pub-static.fotor.com/1.jpg', templateId: 'a', sensitive: false },
			{ url: 'https://x/2.jpg', templateId: 'a', sensitive: true },
			{ url: 'https://x/3.jpg', templateId: 'b', sensitive: false },
		]);
		expect(task?.sensitive).toBe(true);
	});

	it.each([null, undefined, 'x', [null], [{ images: null }], [{ templateId: 'a' }]])(
		'%j contains no headshot, so the single URL is used',
		(avatarResult: unknown) => {
			expect(read({ avatarResult, resultUrl: 'https://x/1.png' })?.files).toEqual([
				{ url: 'https://x/1.png', sensitive: false },
			]);
		},
	);
});

describe('listing sets', () => {
	const done = [
		{ url: 'https://x/1.png', scene: 'Main', sensitive: false },
		{ url: 'https://x/3.png', scene: 'Detail', sensitive: false },
	];
	const missed = [{ scene: 'Lifestyle', reason: 'too dark' }];
	const pair = (Key: string, Value: unknown) => ({ Key, Value });

	it('are read from a list of objects', () => {
		const task = read({
			resultUrl: 'https://x/1.png',
			result: [
				{ name: 'Main', success: true, url: 'https://x/1.png' },
				{ name: 'Lifestyle', success: false, error: 'too dark' },
				{ name: 'Detail', url: 'https://x/3.png' },
			],
		});
		expect(task?.files).toEqual(done);
		expect(task?.failedScenes).toEqual(missed);
	});

	it('are read from lists of Key/Value pairs', () => {
		const task = read({
			result: [
				[pair('name', 'Main'), pair('success', 'true'), pair('url', 'https://x/1.png')],
				[pair('name', 'Lifestyle'), pair('success', 'false'), pair('error', 'too dark')],
				[pair('Name', 'Detail'), pair('Success', true), pair('Url', 'https://x/3.png')],
			],
		});
		expect(task?.files).toEqual(done);
		expect(task?.failedScenes).toEqual(missed);
	});

	it('are read from a list of URLs', () => {
		expect(read({ result: ['https://x/1.png', '', 's3://img-pub-fotor/2.png'] })?.files).toEqual([
			{ url: 'https://x/1.png', scene: 'Scene 1', sensitive: false },
			{ url: 'https://pub-static.fotor.com/2.png', scene: 'Scene 3', sensitive: false },
		]);
	});

	it('a scene without a URL counts as failed, whatever its other fields say', () => {
		expect(read({ result: [{ name: 'Main', success: true, url: '' }, 7] })?.failedScenes).toEqual([
			{ scene: 'Main', reason: 'no reason given' },
			{ scene: 'Scene 2', reason: 'no reason given' },
		]);
	});
});

describe('S3 bucket URLs', () => {
	it.each([
		['s3://img-pub-fotor/a/b.png', 'https://pub-static.fotor.com/a/b.png'],
		['s3://img-fotor-web/a.png', 'https://u-static.fotor.com/a.png'],
		['https://x/s3://img-pub-fotor/', 'https://x/s3://img-pub-fotor/'],
		['s3://elsewhere/a.png', 's3://elsewhere/a.png'],
		[' https://x/a.png ', 'https://x/a.png'],
	])('%s becomes %s', (given, used) => {
		expect(address(given)).toBe(used);
	});
});
