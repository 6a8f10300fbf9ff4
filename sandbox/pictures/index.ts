import { avatar } from './avatar';
import { backgroundremover } from './backgroundremover';
import { colorize } from './colorize';
import { ecommercelistingset } from './ecommercelistingset';
import { expand } from './expand';
import { facecutout } from './facecutout';
import { faceswap } from './faceswap';
import { imagegeneration } from './imagegeneration';
import { img2img } from './img2img';
import { imgupscale } from './imgupscale';
import { replacer } from './replacer';
import { restoration } from './restoration';
import { retouchskin } from './retouchskin';
import { text2img } from './text2img';
import type { Tool } from './tool';
import { video } from './video';

/** The tool of each endpoint of the reference, by its id. */
export const tools: Record<string, Tool> = {
	avatar,
	backgroundremover,
	character2video: video,
	colorize,
	ecommercelistingset,
	expand,
	facecutout,
	faceswap,
	imagegeneration,
	img2img,
	img2video: video,
	imgupscale,
	replacer,
	restoration,
	retouchskin,
	startend2video: video,
	text2img,
	text2video: video,
};
