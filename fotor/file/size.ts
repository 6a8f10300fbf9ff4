/** px */
export interface Size {
	width: number;
	height: number;
}

/** Swaps width and height if the image is turned by 90°. */
export function turn({ width, height }: Size, turned: boolean): Size {
	return turned ? { width: height, height: width } : { width, height };
}
