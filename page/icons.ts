/** SVG paths for the button icons, in a 24 × 24 square. */
export const ICONS: Record<string, string> = {
	brush: 'M19 3c2 1 1 3-1 6l-5 6-3-3 6-6c2-2 3-3 3-3zM9 13c-3 0-4 2-4 4 0 1-1 3-2 3 3 1 9 1 9-4',
	eraser: 'M8 20h12M5 13l8-9 7 6-8 10H8l-4-4c-1-1 0-2 1-3zM9 8l7 7',
	rectangle: 'M4 6h16v12H4z',
	ellipse: 'M12 6c5 0 9 3 9 6s-4 6-9 6-9-3-9-6 4-6 9-6z',
	move: 'M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3',
	undo: 'M9 6L4 11l5 5M4 11h10c4 0 6 2 6 5v2',
	redo: 'M15 6l5 5-5 5M20 11H10c-4 0-6 2-6 5v2',
	invert: 'M4 4h16v16H4zM12 4v16M15 8h5M15 12h5M15 16h5',
	clear: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
	zoomIn: 'M10 4a6 6 0 100 12 6 6 0 000-12zM15 15l6 6M7 10h6M10 7v6',
	zoomOut: 'M10 4a6 6 0 100 12 6 6 0 000-12zM15 15l6 6M7 10h6',
	fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
};
