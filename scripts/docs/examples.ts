import type { INodeParameters } from 'n8n-workflow';

/** A node that works when it is pasted into the editor; a test runs each against the sandbox. */
export interface Example {
	/** What it does, one sentence. */
	says: string;
	parameters: INodeParameters;
}

/** Picture of the examples in Fotor's own documentation. */
export const PHOTO =
	'https://pub-static.fotor.com/assets/goart-effects/examples/mini-figure-after.jpg';

const image = { imageSource: 'url', imageUrl: PHOTO };

/** By node name. */
export const EXAMPLES: Record<string, Example | undefined> = {
	fotor: {
		says: 'Reads how many tokens the account has left. This costs nothing.',
		parameters: { resource: 'account', operation: 'getBalance' },
	},
	fotorAiExpand: {
		says: 'Makes a wide 16:9 picture.',
		parameters: { ...image, aspectRatio: '16:9' },
	},
	fotorAiReplace: {
		says: 'Paints a butterfly into the upper right corner. The node draws the mask.',
		parameters: {
			...image,
			maskSource: 'regions',
			maskRegions: { region: [{ x: 60, y: 5, width: 35, height: 35, shape: 'ellipse' }] },
			prompt: 'Butterfly',
		},
	},
	fotorBackgroundRemover: { says: 'Cuts out the subject.', parameters: { ...image } },
	fotorColorize: { says: 'Gives colours to a photo.', parameters: { ...image } },
	fotorFaceSwap: {
		says: 'Puts the face of one picture into another.',
		parameters: { faceSource: 'url', faceUrl: PHOTO, templateSource: 'url', templateUrl: PHOTO },
	},
	fotorHeadshot: {
		says: 'Makes two portraits. Put the id of a headshot style in place of the one here, which is untested.',
		parameters: {
			...image,
			templates: {
				template: [
					{
						templateId: {
							__rl: true,
							mode: 'id',
							value: '864756a6-2068-49a0-9329-a9c110147b71',
						},
						count: 2,
					},
				],
			},
		},
	},
	fotorImageGenerator: {
		says: 'Makes a wide picture from a prompt.',
		parameters: {
			prompt: 'A lighthouse at dawn, soft light',
			aspectRatio: '16:9',
			resolution: '1k',
		},
	},
	fotorImageToImage: {
		says: "Redraws a picture in the style of Fotor's own example.",
		parameters: { ...image, strength: 0.4 },
	},
	fotorListingSet: {
		says: 'Makes two pictures for an Amazon listing, 16 tokens.',
		parameters: { images: PHOTO, count: 2, options: { scenes: 'Kitchen, Garden' } },
	},
	fotorRestoration: { says: 'Repairs a photo.', parameters: { ...image } },
	fotorSkinRetouch: { says: 'Smooths the skin in a portrait.', parameters: { ...image } },
	fotorTextToImage: {
		says: 'Makes a square picture from a prompt.',
		parameters: { prompt: 'A lighthouse at dawn, soft light' },
	},
	fotorTrigger: { says: 'Starts when a task is completed or has failed.', parameters: {} },
	fotorUpscaler: {
		says: 'Makes a picture four times as large.',
		parameters: { ...image, scale: 4 },
	},
	fotorVideoGenerator: {
		says: 'Sets a picture in motion for 5 seconds.',
		parameters: { mode: 'img2video', ...image, prompt: 'Slow camera move to the left' },
	},
};
