import { inputFailure } from '../../fotor/failure';
import { checkRegions, type Region } from '../../fotor/image/regions';
import { checkNumber } from './checks';
import type { Form } from './form';
import { parseObjects } from './json';
import { CENTER, REGIONS_EXAMPLE } from './regionFields';
import type { Values } from './values';

type Box = Omit<Region, 'shape'>;

/** The area of each preset, by the preset's value in the form. */
const PRESETS: Record<string, Box | undefined> = {
	whole: { x: 0, y: 0, width: 100, height: 100 },
	center: CENTER,
	leftHalf: { x: 0, y: 0, width: 50, height: 100 },
	rightHalf: { x: 50, y: 0, width: 50, height: 100 },
	topHalf: { x: 0, y: 0, width: 100, height: 50 },
	bottomHalf: { x: 0, y: 50, width: 100, height: 50 },
	border: { ...CENTER, outside: true },
};

/** Minimum side length of a shape, in percent. A shorter side is probably unintended. */
const SMALLEST = 0.01;

/**
 * Reads the shapes from the fields made by `regionFields`.
 * @throws Failure when there are no shapes, or a shape can't be used
 */
export function readRegions(form: Form): Region[] {
	const isJson = form.option('defineRegions') === 'json';
	const rows = isJson ? rowsOfJson(form) : form.rows('maskRegions', 'region', 'Shape');
	const regions = rows.map(readRegion);
	checkRegions(regions, form.label(isJson ? 'maskRegionsJson' : 'maskRegions'));
	return regions;
}

function rowsOfJson(form: Form): Values[] {
	const rows = parseObjects(
		form.value('maskRegionsJson'),
		form.label('maskRegionsJson'),
		REGIONS_EXAMPLE,
	);
	return form.rowsOf(rows, 'maskRegions', 'region', 'Shape');
}

function readRegion(row: Values): Region {
	const shape = choiceOf(row, 'shape', ['rectangle', 'ellipse']) as Region['shape'];
	const preset = PRESETS[choiceOf(row, 'preset', ['custom', ...Object.keys(PRESETS)])];
	return preset ? { ...preset, shape } : { ...boxOf(row), shape };
}

/** Accepts decimals from expressions, although the form rounds the numbers that a user types. */
function boxOf(row: Values): Box {
	const percent = (name: keyof Box, minValue = 0) =>
		checkNumber(row.value(name), row.label(name), { minValue, maxValue: 100 });
	return {
		x: percent('x'),
		y: percent('y'),
		width: percent('width', SMALLEST),
		height: percent('height', SMALLEST),
	};
}

/** Reads one of `values`. Default: the first one. Ignores case and spaces, and accepts the form's labels too. */
function choiceOf(row: Values, name: string, values: [string, ...string[]]): string {
	const text = row.optionalText(name);
	if (!text) return values[0];
	const plain = text.toLowerCase().replace(/[\s_-]/g, '');
	const found = values.find((value) => value.toLowerCase() === plain);
	if (found) return found;
	if (plain === 'wholeimage') return 'whole';
	throw inputFailure(
		`'${row.label(name)}' must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}, but it is ${text.slice(0, 100)}`,
		`Use one of these words, or remove the field to use "${values[0]}".`,
	);
}
