import type { Dimensions } from '../file/dimensions';
import type { UploadMethod } from '../image/upload';

/** What is known about a file that would be sent. */
export interface Described {
	name: string;
	/** bytes */
	bytes: number;
	size?: Pick<Dimensions, 'width' | 'height'>;
}

/** Stands in for the file in a request: "<upload of photo.jpg, 1.2 MB, 4000 × 3000 px>". */
export function placeholder({ name, bytes, size }: Described, method: UploadMethod): string {
	const pixels = size ? [`${size.width} × ${size.height} px`] : [];
	const how = method === 'base64' ? 'base64' : 'upload';
	return `<${[`${how} of ${name}`, amount(bytes), ...pixels].join(', ')}>`;
}

function amount(bytes: number): string {
	if (bytes < 1024) return `${bytes} bytes`;
	const kilobytes = bytes / 1024;
	return kilobytes < 1000 ? `${kilobytes.toFixed(1)} kB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
