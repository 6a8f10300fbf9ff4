import { css, hsl, promptColor } from './colors';
import { jpeg, open, type Picture } from './pixels';
import { imageFields, input, type Tool } from './tool';

/** Size of a headshot in pixels. The size of Fotor's headshots is UNKNOWN. */
const WIDTH = 768;
const HEIGHT = 1024;

/** AI Headshot (section 12): makes `num` images per template, in order, each in a different tone. */
export const avatar: Tool = {
	inputs: imageFields('userImageUrl'),
	async make(body, inputs) {
		const made: Picture[] = [];
		for (const { templateId, num } of avatarTemplates(body)) {
			for (let at = 0; at < num; at++) made.push(await headshot(input(inputs), templateId, at));
		}
		return made;
	},
};

export function avatarTemplates(
	body: Record<string, unknown>,
): { templateId: string; num: number }[] {
	const templates = body.avatarTemplateParams;
	return Array.isArray(templates) ? (templates as { templateId: string; num: number }[]) : [];
}

async function headshot(picture: Buffer, templateId: string, at: number): Promise<Picture> {
	const frame = css(promptColor(templateId));
	const light = css(hsl((at * 67) % 360, 0.5, 0.85));
	const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
		<defs><radialGradient id="light"><stop offset=".5" stop-color="${light}" stop-opacity="0"/><stop offset="1" stop-color="${light}" stop-opacity=".75"/></radialGradient></defs>
		<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#light)"/>
		<rect x="12" y="12" width="${WIDTH - 24}" height="${HEIGHT - 24}" fill="none" stroke="${frame}" stroke-width="24"/></svg>`;
	return await jpeg(
		open(picture)
			.removeAlpha()
			.resize(WIDTH, HEIGHT, { fit: 'cover', position: 'top' })
			.composite([{ input: Buffer.from(overlay) }]),
	);
}
