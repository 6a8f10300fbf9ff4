/** px */
export interface Size {
	width: number;
	height: number;
	/** Set if EXIF data rotates the stored image by 90°. */
	turnedByExif?: true;
}

/** Swaps width and height if the image is rotated by 90°. */
export function turn({ width, height }: Size, turned: boolean): Size {
	return turned ? { width: height, height: width } : { width, height };
}

/** Like `turn`, but records that the rotation comes from EXIF data, because not every program applies it. */
export function turnByExif(size: Size, turned: boolean): Size {
	return turned ? { ...turn(size, true), turnedByExif: true } : size;
}
