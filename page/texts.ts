/** All texts of the page. */
export const TEXTS = {
	title: 'Paint the part to replace',
	progress: (at: number, count: number) => `Image ${at} of ${count}`,
	stage: 'Image to paint on. Arrow keys move the brush, Enter paints.',
	tools: 'Tools',
	brush: 'Brush',
	eraser: 'Eraser',
	rectangle: 'Rectangle',
	ellipse: 'Ellipse',
	move: 'Move',
	size: 'Brush size',
	undo: 'Undo',
	redo: 'Redo',
	invert: 'Invert',
	clear: 'Clear',
	zoomIn: 'Zoom in',
	zoomOut: 'Zoom out',
	fit: 'Fit',
	skip: 'Nothing to replace here',
	previous: 'Previous',
	next: 'Next',
	handIn: 'Hand in',
	handingIn: 'Handing in …',
	name: 'Your name',
	nameMissing: 'Enter your name, then hand in.',
	unpainted: (at: number) =>
		`Image ${at} is not painted yet. Paint it, or tick "Nothing to replace here".`,
	loading: 'Loading the image …',
	broken:
		'Your browser can\'t show this image. Tick "Nothing to replace here" to skip it, or try another browser.',
	turned:
		'Your browser shows this image with another shape than n8n. Tick "Nothing to replace here" to skip it, or try another browser.',
	done: 'Thank you',
	doneText: 'The masks were handed in and the workflow goes on. You can close this window.',
	gone: 'This page is no longer needed',
	goneText:
		'The masks were already handed in, or the workflow no longer waits. You can close this window.',
	offline:
		'The masks did not arrive. They are still here: check the connection, then hand in again.',
	tooLarge: 'The masks are too large for this n8n. Ask for fewer images at a time.',
	refused: (status: number) => `n8n did not take the masks (status ${status}). Try again.`,
	old: 'This browser is too old to make masks. Open the link in a newer one.',
	keys: 'Keys',
	keyList:
		'B brush · E eraser · R rectangle · O ellipse · M move · [ ] size · Ctrl+Z undo · Ctrl+Y redo · I invert · Delete clear · + − 0 zoom · N nothing to replace · Page Up/Down image · arrow keys and Enter paint on the focused image',
};
