import type { PictureLimits } from '../image/limits';

/** Limits on a model's input images, from the documentation of Fotor's skills (section 19). */
export type InputLimits = Omit<PictureLimits, 'owner'>;

/** A model of `/v1/aiart/imagegeneration/{id}` (API reference, section 19). */
export interface ImageModel {
	id: string;
	name: string;
	/** True if the model works without reference images. */
	text: boolean;
	/** True if the model takes reference images. */
	references: boolean;
	maxReferences?: number;
	input?: InputLimits;
	/** resolution -> aspect ratio -> "width x height" in px, such as "1024x1024". */
	sizes: Record<string, Record<string, string>>;
}

/** A mode of a video model, named after its segment of the submission path (API reference, section 19). */
export type VideoMode = 'text2video' | 'img2video' | 'startend2video' | 'character2video';

/** A video model, with its ID for each mode that it supports. */
export interface VideoModel {
	name: string;
	ids: Partial<Record<VideoMode, string>>;
	/** s */
	durations: number[];
	resolutions: string[];
	/** Aspect ratios by mode; missing if the images determine the ratio, or if no ratios are documented. */
	ratios: Partial<Record<VideoMode, string[]>>;
	maxReferences?: number;
	input?: InputLimits;
}

export interface Style {
	id: string;
	/** Fotor's name. */
	name: string;
	/** The name shown in the form. It groups related styles, as in "Photo · 1". Default: `name`. */
	label?: string;
	/** URL of an image made with this style. */
	preview?: string;
}
