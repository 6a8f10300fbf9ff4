import { avatar } from './avatar';
import { backgroundremover } from './backgroundremover';
import { colorize } from './colorize';
import { echo } from './echo';
import { ecommercelistingset } from './ecommercelistingset';
import { expand } from './expand';
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

/** Image operations, keyed by the endpoint's ID in the API reference. */
const TOOLS: Record<string, Tool> = {
	avatar,
	backgroundremover,
	character2video: video,
	colorize,
	ecommercelistingset,
	expand,
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

/** The image operation of an endpoint. If the endpoint has none, its input is returned unchanged. */
export const toolOf = (endpoint: string): Tool => TOOLS[endpoint] ?? echo;
