/**
 * Writes fotor/catalogue/generated.ts, the tables of models and styles, from docs/api/fotor-openapi.json.
 * `npm run generate` writes the file, and `npm run generate -- --check` only says whether the file is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const SOURCE = join(ROOT, 'docs/api/fotor-openapi.json');
export const TARGET = join(ROOT, 'fotor/catalogue/generated.ts');

/** The limits for input images, as worded in the documentation for Fotor's skills. */
interface InputWords {
	/** "64px - 4096px" */
	inputImageSize?: string;
	/** "9:16 ~ 16:9" */
	inputAspectRatioLimit?: string;
	/** "10 MB" */
	maxImageFileSize?: string;
}

interface Api {
	imageModels: Array<
		InputWords & {
			id: string;
			name: string;
			modes: string[] | null;
			maxReferenceImages: number | null;
			sizes: Record<string, Record<string, [number, number]>>;
		}
	>;
	videoModels: Array<
		InputWords & {
			name: string;
			modelIds: Record<string, string>;
			durationsSeconds: number[];
			resolutions: string[];
			aspectRatios: Record<string, string[] | string | null>;
			maxReferenceImages?: number;
		}
	>;
	styles: {
		text2img: Array<{ id: string; name: string; previewUrl: string; note?: string }>;
		img2img: Array<{ id: string; name: string | null; source: string }>;
		relatedSisterService: Array<{ id: string; name: string }>;
	};
}

/** Base URL of the style previews. */
const TEMPLATES = 'https://pub-static.fotor.com/assets/aiImageConfig/template/';

/** The text of the generated file. One line per entry keeps the package small. */
export function catalogue(): string {
	const api = JSON.parse(readFileSync(SOURCE, 'utf8')) as Api;
	const models = imageModels(api);
	const all = models.flatMap(({ sizes }) => Object.values(sizes));
	const tables = all.filter(
		(table, index) =>
			all.findIndex((other) => JSON.stringify(other) === JSON.stringify(table)) === index,
	);
	return `// Generated from docs/api/fotor-openapi.json by scripts/generate-catalogue.ts: do not edit.
import type { ImageModel, Style, VideoModel } from './types';

const TEMPLATES = '${TEMPLATES}';

/** Width and height in px by ratio; models share them. */
${tables.map((table, index) => `const SIZES_${index}: Record<string, string> = ${JSON.stringify(table)};`).join('\n')}

export const IMAGE_MODELS: ImageModel[] = ${lines(models).replace(TABLE, (table) => `SIZES_${tables.findIndex((entry) => JSON.stringify(entry) === table)}`)};

export const VIDEO_MODELS: VideoModel[] = ${lines(videoModels(api))};

export const TEXT_TO_IMAGE_STYLES: Style[] = ${lines(textStyles(api))};

export const IMAGE_TO_IMAGE_STYLES: Style[] = ${lines(imageStyles(api))};

export const HEADSHOT_STYLES: Style[] = ${lines(headshotStyles(api))};
`;
}

/** Matches a table of sizes in a model's generated line. */
const TABLE = /\{"\d+:[^}]*\}/g;

function lines(entries: object[]): string {
	const rows = entries.map((entry) => {
		const text = JSON.stringify(entry)
			.replace(/([{,])"([a-z]\w*)":/gi, '$1$2:')
			.replace(`"${TEMPLATES}`, 'TEMPLATES + "');
		return `\t${text},\n`;
	});
	return `[\n${rows.join('')}]`;
}

function imageModels({ imageModels: models }: Api) {
	return models.map((model) => ({
		id: model.id,
		name: model.name,
		// The modes of models listed only in the SDK's size table are unknown, so both modes are offered.
		text: model.modes?.includes('text2image') ?? true,
		references: model.modes?.includes('image2image') ?? true,
		...(model.maxReferenceImages ? { maxReferences: model.maxReferenceImages } : {}),
		...inputLimits(model),
		sizes: Object.fromEntries(
			Object.entries(model.sizes).map(([resolution, sizes]) => [
				resolution,
				Object.fromEntries(Object.entries(sizes).map(([ratio, size]) => [ratio, size.join('x')])),
			]),
		),
	}));
}

function videoModels({ videoModels: models }: Api) {
	return models.map((model) => ({
		name: model.name,
		ids: model.modelIds,
		durations: model.durationsSeconds,
		resolutions: model.resolutions,
		ratios: Object.fromEntries(
			Object.entries(model.aspectRatios).filter(([, ratios]) => Array.isArray(ratios)),
		),
		...(model.maxReferenceImages ? { maxReferences: model.maxReferenceImages } : {}),
		...inputLimits(model),
	}));
}

/** Limits for input images, as numbers: sides in px, width / height of the widest image, size in bytes. */
function inputLimits({ inputImageSize, inputAspectRatioLimit, maxImageFileSize }: InputWords) {
	const [minSide, maxSide] = (inputImageSize?.match(/\d+/g) ?? []).map(Number);
	const [, width, height] = /~ ([\d.]+):([\d.]+)$/.exec(inputAspectRatioLimit ?? '') ?? [];
	const megabytes = Number(/^(\d+) MB$/.exec(maxImageFileSize ?? '')?.[1] ?? Number.NaN);
	const input = {
		...(minSide && maxSide ? { minSide, maxSide } : {}),
		...(width && height ? { maxRatio: round(Number(width) / Number(height)) } : {}),
		...(megabytes ? { maxBytes: megabytes * 1024 * 1024 } : {}),
	};
	return Object.keys(input).length ? { input } : {};
}

const round = (value: number) => Math.round(value * 1000) / 1000;

/** Names that put related styles side by side in a sorted list. */
const LABELS: Record<string, string> = {
	"90's Anime": 'Anime · 90s',
	'3D Cartoon': 'Cartoon · 3D',
	'Acrylic Painting': 'Painting · Acrylic',
	'Anime illustration': 'Anime · Illustration',
	'Art Oils': 'Painting · Art Oils',
	'B&W': 'Black and White',
	'B&W Tattoo': 'Tattoo · Black and White',
	'Chinese Illustration': 'Illustration · Chinese',
	'Chinese Ink Painting': 'Painting · Chinese Ink',
	Cinematic: 'Photo · Cinematic',
	'Color Manga': 'Anime · Color Manga',
	'Colored Pencil Drawing': 'Drawing · Colored Pencil',
	'Creepy Tattoo': 'Tattoo · Creepy',
	'Japanese Anime': 'Anime · Japanese',
	'Line Drawing': 'Drawing · Line',
	'None (1 of 2)': 'No Style · 1',
	'None (2 of 2)': 'No Style · 2',
	'Oil Painting': 'Painting · Oil',
	'Photography 1': 'Photo · 1',
	'Photography 2': 'Photo · 2',
	'Photography 3': 'Photo · 3',
	'Photography 4': 'Photo · 4',
	'Psychedelic Pop': 'Psychedelic · Pop',
	'Tattoo (Legacy)': 'Tattoo · Legacy',
	'Tattoo Art': 'Tattoo · Art',
	'Ukiyo-e': 'Painting · Ukiyo-e',
};

/** Styles with the same name, such as None, are numbered to tell them apart. */
function textStyles({ styles }: Api) {
	const seen = new Map<string, number>();
	const count = (name: string) => styles.text2img.filter((style) => style.name === name).length;
	return styles.text2img.map(({ id, name, previewUrl }) => {
		seen.set(name, (seen.get(name) ?? 0) + 1);
		const label = count(name) > 1 ? `${name} (${seen.get(name)} of ${count(name)})` : name;
		const grouped = LABELS[label];
		return { id, name: label, ...(grouped && { label: grouped }), preview: previewUrl };
	});
}

/** Fotor does not publish the names of these styles, so most of them are numbered. */
function imageStyles({ styles }: Api) {
	return styles.img2img.map(({ id, source }, index) => ({
		id,
		name: source.startsWith('docs') ? 'Fotor Sample Style' : `Style ${index + 1}`,
	}));
}

/** No headshot style is documented. These styles belong to a related service and may not work. */
function headshotStyles({ styles }: Api) {
	return styles.relatedSisterService.map(({ id, name }) => ({
		id,
		name: name.replace('mini_', '').replace(/^./, (letter) => letter.toUpperCase()),
	}));
}

function main() {
	const text = catalogue();
	if (!process.argv.includes('--check')) {
		writeFileSync(TARGET, text);
		return;
	}
	if (readFileSync(TARGET, 'utf8') === text) return;
	console.error('fotor/catalogue/generated.ts is out of date: run "npm run generate"');
	process.exitCode = 1;
}

if (require.main === module) main();
