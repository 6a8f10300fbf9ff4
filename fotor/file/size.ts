/** px */
export interface Size {
	width: number;
	height: number;
}

/** The size after a quarter turn, or as it is. */
export function turn({ width, height }: Size, turned: boolean): Size {
	return turned ? { width: height, height: width } : { width, height };
}
