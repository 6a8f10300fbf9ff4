import { ICONS } from './icons';
import { keyAction } from './keys';
import { History } from './operations';
import { listen } from './pointers';
import { send, unpainted, type Sheet } from './send';
import { Stage, type Tool } from './stage';
import { TEXTS } from './texts';
import type { Size } from './view';

/** The data that n8n inserts into the page. */
interface Data {
	images: Array<Size & { name: string }>;
	instructions: string;
	requireName: boolean;
}

declare const DATA: Data;

const TOOLS: Tool[] = ['brush', 'eraser', 'rectangle', 'ellipse', 'move'];
const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const sheets: Sheet[] = DATA.images.map((image) => {
	return { ...image, history: new History(), skips: false };
});
let at = 0;
const sheet = () => sheets[at] as Sheet;
let isBroken = false;

const image = byId<HTMLImageElement>('image');
const notice = byId('notice');
const message = byId('message');
const slider = byId<HTMLInputElement>('slider');
const skip = byId<HTMLInputElement>('skip');
const name = byId<HTMLInputElement>('name');
const submit = byId<HTMLButtonElement>('handIn');
const stage = new Stage(byId('stage'), byId('content'), byId('paint'), byId('ring'), refresh);

const actions: Record<string, () => void> = {
	undo: () => redraw(() => sheet().history.undo()),
	redo: () => redraw(() => sheet().history.redo()),
	invert: () => stage.push({ kind: 'invert' }),
	clear: () => stage.push({ kind: 'clear' }),
	zoomIn: () => stage.zoom(1.4),
	zoomOut: () => stage.zoom(1 / 1.4),
	fit: () => stage.fit(),
	previous: () => open(at - 1),
	next: () => open(at + 1),
	handIn: () => void handIn(),
	smaller: () => resize(-4),
	larger: () => resize(4),
	skip: () => skip.click(),
	press: () => stage.pressCursor(),
	cancel: () => stage.cancel(),
	...Object.fromEntries(TOOLS.map((tool) => [tool, () => choose(tool)])),
};
/** Actions that are disabled if the image can't be shown or is skipped. */
const PAINTING = ['undo', 'redo', 'invert', 'clear', 'press'];

function run(action: string): void {
	const button = document.getElementById(action) as HTMLButtonElement | null;
	if (button?.disabled || (isLocked() && PAINTING.includes(action))) return;
	actions[action]?.();
}

function redraw(change: () => void): void {
	stage.cancel();
	change();
	stage.replay();
	refresh();
}

function resize(step: number): void {
	stage.slider = Math.min(100, Math.max(0, stage.slider + step));
	slider.value = String(stage.slider);
}

function choose(tool: Tool): void {
	stage.cancel();
	stage.tool = tool;
	stage.element.dataset.tool = tool;
	for (const one of TOOLS) byId(one).setAttribute('aria-pressed', String(one === tool));
}

function isLocked(): boolean {
	return isBroken || sheet().skips;
}

function open(index: number): void {
	if (!sheets[index]) return;
	at = index;
	isBroken = false;
	say('');
	notice.textContent = TEXTS.loading;
	// Hides the previous image while the new one loads.
	image.removeAttribute('src');
	image.src = `${location.href.split('#')[0]}${location.search ? '&' : '?'}image=${index}`;
	stage.show(sheet(), sheet().history);
	refresh();
}

image.onload = () => {
	const [shown, expected] = [
		image.naturalWidth / image.naturalHeight,
		sheet().width / sheet().height,
	];
	isBroken = Math.abs(Math.log(shown / expected)) > 0.05;
	notice.textContent = isBroken ? TEXTS.turned : '';
	refresh();
};
image.onerror = () => {
	isBroken = true;
	notice.textContent = TEXTS.broken;
	refresh();
};

function refresh(): void {
	const { history, skips } = sheet();
	byId('progress').textContent = TEXTS.progress(at + 1, sheets.length);
	byId('file').textContent = sheet().name;
	const isLast = at === sheets.length - 1;
	const disabled = {
		undo: isLocked() || !history.canUndo,
		redo: isLocked() || !history.canRedo,
		invert: isLocked(),
		clear: isLocked() || !history.canUndo,
		previous: at === 0,
		next: isLast,
	};
	for (const [id, is] of Object.entries(disabled)) byId<HTMLButtonElement>(id).disabled = is;
	byId('next').className = isLast ? '' : 'primary';
	submit.className = isLast ? 'primary' : '';
	skip.checked = skips;
	stage.element.classList.toggle('locked', isLocked());
	stage.element.classList.toggle('broken', isBroken);
}

function say(text: string): void {
	message.textContent = text;
}

async function handIn(): Promise<void> {
	const missing = unpainted(sheets);
	if (missing >= 0) {
		if (missing !== at) open(missing);
		return say(TEXTS.unpainted(missing + 1));
	}
	if (DATA.requireName && !name.value.trim()) {
		name.focus();
		return say(TEXTS.nameMissing);
	}
	say('');
	submit.disabled = true;
	submit.textContent = TEXTS.handingIn;
	const result = await send(sheets, name.value.trim());
	if (result === 'done') return finish(TEXTS.done, TEXTS.doneText);
	if (result === 'gone') return finish(TEXTS.gone, TEXTS.goneText);
	submit.disabled = false;
	submit.textContent = TEXTS.handIn;
	say(result.reason);
}

function finish(title: string, text: string): void {
	document.body.className = 'end';
	byId('endTitle').textContent = title;
	byId('endText').textContent = text;
	byId('end').hidden = false;
	byId('end').focus();
}

for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
	element.textContent = TEXTS[element.dataset.text as 'title'];
}
for (const button of document.querySelectorAll<HTMLButtonElement>('button')) {
	const label = TEXTS[button.id as 'undo'];
	const icon = ICONS[button.id];
	button.onclick = () => run(button.id);
	button.title = label;
	if (!icon) button.textContent = label;
	else {
		button.setAttribute('aria-label', label);
		button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icon}"/></svg>`;
	}
}
document.title = TEXTS.title;
stage.element.setAttribute('aria-label', TEXTS.stage);
slider.setAttribute('aria-label', TEXTS.size);
byId('tools').setAttribute('aria-label', TEXTS.tools);
byId('instructions').textContent = DATA.instructions;
byId('previous').hidden = byId('next').hidden = sheets.length === 1;
byId('nameField').hidden = !DATA.requireName;
slider.oninput = () => (stage.slider = Number(slider.value));
skip.onchange = () => {
	stage.cancel();
	sheet().skips = skip.checked;
	say('');
	refresh();
};
document.addEventListener('keydown', (event) => {
	const onStage = event.target === stage.element;
	const step = event.shiftKey ? 40 : 8;
	const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[
		event.key
	];
	if (onStage && arrow && !isLocked()) {
		event.preventDefault();
		return stage.moveCursor((arrow[0] ?? 0) * step, (arrow[1] ?? 0) * step);
	}
	const action = keyAction(event, event.target as HTMLElement, onStage);
	if (!action) return;
	event.preventDefault();
	run(action);
});
listen(stage, isLocked, resize);
choose('brush');
if ('CompressionStream' in window) open(0);
else finish(TEXTS.title, TEXTS.old);
