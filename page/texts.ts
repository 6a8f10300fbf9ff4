/** All text on the page. */
export const TEXTS = {
	title: 'Paint the part to replace',
	progress: (at: number, count: number) => `Image ${at} of ${count}`,
	stage: 'Image to paint on. Arrow keys move the brush, and Enter paints.',
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
	handIn: 'Submit',
	handingIn: 'Submitting…',
	name: 'Your name',
	nameMissing: 'Enter your name, then submit.',
	unpainted: (at: number) =>
		`Image ${at} isn't painted yet. Paint it, or check "Nothing to replace here".`,
	loading: 'Loading the image…',
	broken:
		'Your browser can\'t show this image. Check "Nothing to replace here" to skip it, or try another browser.',
	turned:
		'Your browser shows this image with different proportions than n8n does. Check "Nothing to replace here" to skip it, or try another browser.',
	done: 'Thank you',
	doneText: 'The masks were submitted, and the workflow continues. You can close this window.',
	gone: 'This page is no longer needed',
	goneText:
		'The masks were already submitted, or the workflow is no longer waiting. You can close this window.',
	offline:
		"The masks didn't arrive. They're still on this page. Check your connection, then submit again.",
	tooLarge: 'The masks are too large for this n8n instance. Ask for fewer images at a time.',
	refused: (status: number) => `n8n didn't accept the masks (status ${status}). Try again.`,
	old: 'This browser is too old to make masks. Open the link in a newer browser.',
	keys: 'Keys',
	keyList:
		'B brush · E eraser · R rectangle · O ellipse · M move · [ ] size · Ctrl+Z undo · Ctrl+Y redo · I invert · Delete clear · + − 0 zoom · N nothing to replace · Page Up/Down image · arrow keys and Enter paint on the focused image',
};
