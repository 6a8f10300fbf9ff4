const KEYS: Record<string, string> = {
	b: 'brush',
	e: 'eraser',
	r: 'rectangle',
	o: 'ellipse',
	m: 'move',
	'[': 'smaller',
	']': 'larger',
	i: 'invert',
	n: 'skip',
	Delete: 'clear',
	'+': 'zoomIn',
	'=': 'zoomIn',
	'-': 'zoomOut',
	'0': 'fit',
	PageUp: 'previous',
	PageDown: 'next',
	Escape: 'cancel',
};

interface Key {
	key: string;
	ctrlKey: boolean;
	metaKey: boolean;
	altKey: boolean;
	shiftKey: boolean;
}

/**
 * The action that a key triggers.
 * @param target the focused element. A text field handles its own keys
 */
export function keyAction(
	{ key, ctrlKey, metaKey, altKey, shiftKey }: Key,
	target: { readonly type?: unknown; readonly tagName?: string },
	onStage: boolean,
): string | undefined {
	if (target.type === 'text' || altKey) return undefined;
	const letter = key.length === 1 ? key.toLowerCase() : key;
	if (ctrlKey || metaKey) {
		if (letter === 'z') return shiftKey ? 'redo' : 'undo';
		return letter === 'y' ? 'redo' : undefined;
	}
	if (onStage && (key === 'Enter' || key === ' ')) return 'press';
	return KEYS[letter];
}
