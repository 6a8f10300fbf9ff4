import { take, text, type Parser } from './parse';
import { turn, type Size } from './size';

/** A box as defined in ISO/IEC 14496-12, with the offsets at which its content starts and ends. */
interface Box {
	type: string;
	start: number;
	end: number;
}

/**
 * Reads the size of the primary image in an AVIF or HEIC file (ISO/IEC 23008-12), after applying the transformations
 * that the file lists. These transformations replace the EXIF orientation. Needs the complete `meta` box, since a
 * partial one may lack the rotation.
 */
export function* heifSize(): Parser<Size | undefined> {
	for (let offset = 0; ; ) {
		const header = boxAt(yield* take(offset, 16), 0);
		const length = header.end;
		if (header.type === 'meta') {
			return primarySize(yield* take(offset + header.start, length - header.start));
		}
		offset += length;
	}
}

/** @param meta content of the `meta` box */
function primarySize(meta: DataView): Size | undefined {
	const inMeta = boxes(meta, 4, meta.byteLength);
	const primary = inMeta.find(({ type }) => type === 'pitm');
	const properties = inMeta.find(({ type }) => type === 'iprp');
	if (!primary || !properties) return undefined;
	const id = readId(meta, primary.start + 4, meta.getUint8(primary.start) > 0).id;
	const inProperties = boxes(meta, properties.start, properties.end);
	const container = inProperties.find(({ type }) => type === 'ipco');
	const known = container ? boxes(meta, container.start, container.end) : [];
	let size: Size | undefined;
	for (const place of placesOf(meta, inProperties, id)) {
		const property = known[place - 1];
		if (property) size = apply(meta, property, size);
	}
	return size;
}

/** Applies one property of the image: its coded size, its cropping or its rotation. */
function apply(meta: DataView, { type, start }: Box, size: Size | undefined): Size | undefined {
	if (type === 'ispe') {
		return { width: meta.getUint32(start + 4), height: meta.getUint32(start + 8) };
	}
	if (type === 'clap') {
		const side = (at: number) => Math.round(meta.getUint32(at) / meta.getUint32(at + 4));
		return { width: side(start), height: side(start + 8) };
	}
	// An `irot` box holds a number of counterclockwise quarter turns.
	if (type === 'irot' && size) return turn(size, (meta.getUint8(start) & 1) === 1);
	return size;
}

/** The positions of an item's properties in the `ipco` box, counted from 1. */
function placesOf(meta: DataView, inProperties: Box[], wanted: number): number[] {
	const places: number[] = [];
	for (const { type, start, end } of inProperties) {
		if (type !== 'ipma') continue;
		const wideIds = meta.getUint8(start) > 0;
		const widePlaces = (meta.getUint8(start + 3) & 1) === 1;
		let at = start + 8;
		// Stops at the end of the box. Otherwise, reading boxes that claim too many entries would take quadratic time.
		for (let entries = meta.getUint32(start + 4); entries > 0 && at < end; entries--) {
			const { id, next } = readId(meta, at, wideIds);
			at = next + 1;
			for (let left = meta.getUint8(next); left > 0; left--) {
				// The highest bit isn't part of the position: it says whether the property is essential.
				const place = widePlaces ? meta.getUint16(at) & 0x7fff : meta.getUint8(at) & 0x7f;
				if (id === wanted) places.push(place);
				at += widePlaces ? 2 : 1;
			}
		}
	}
	return places;
}

function readId(view: DataView, at: number, wide: boolean): { id: number; next: number } {
	return wide ? { id: view.getUint32(at), next: at + 4 } : { id: view.getUint16(at), next: at + 2 };
}

function boxes(view: DataView, start: number, end: number): Box[] {
	const found: Box[] = [];
	for (let at = start; at + 8 <= end; ) {
		const box = boxAt(view, at);
		if (box.end > end) throw new RangeError('A box extends beyond the box that contains it');
		found.push(box);
		at = box.end;
	}
	return found;
}

/** @throws RangeError when the box is shorter than its header */
export function boxAt(view: DataView, at: number): Box {
	const short = view.getUint32(at);
	const length = short === 1 ? Number(view.getBigUint64(at + 8)) : short;
	const header = short === 1 ? 16 : 8;
	if (length < header) throw new RangeError('A box is shorter than its header');
	return { type: text(view, at + 4, 4), start: at + header, end: at + length };
}
