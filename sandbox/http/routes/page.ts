import type { FastifyInstance } from 'fastify';

import type { SubmissionEndpoint } from '../../endpoints';
import type { State } from '../../state';
import { SAMPLES } from './samples';

/** Number of results on the page. */
const SHOWN = 12;

/** A page for developers. It shows the API key, the latest results, the sample images and the submission paths. */
export function indexPage(
	app: FastifyInstance,
	state: State,
	endpoints: readonly SubmissionEndpoint[],
): void {
	app.get('/', { config: { unrecorded: true } }, (_request, reply) =>
		reply.type('text/html; charset=utf-8').send(page(state, endpoints)),
	);
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #223 }
code { background: #eef1f6; padding: .1em .35em; border-radius: .25em }
ul { columns: 2; padding-left: 1.2rem }
.results { display: flex; flex-wrap: wrap; gap: .75rem }
.results img { height: 9rem; border-radius: .4rem; background: repeating-conic-gradient(#dde 0 25%, #fff 0 50%) 0 0 / 1rem 1rem }
`;

function page(state: State, endpoints: readonly SubmissionEndpoint[]): string {
	const { credits, submissions, inFlight } = state.stats();
	const paths = endpoints.map(
		({ path, name }) => `<li><code>${escape(path)}</code> ${escape(name)}</li>`,
	);
	return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Fotor sandbox</title>
<style>${STYLE}</style>
<h1>Fotor sandbox</h1>
<p>A local stand-in for the Fotor API, for development. It makes real images with simple
image operations. None of them come from Fotor.</p>
<p>Base URL <code>${state.url}</code>, API key <code>${escape(state.apiKey)}</code>.
Tokens left: ${credits.remaining} of ${credits.total}. Submissions: ${submissions}. Tasks in progress: ${inFlight}.</p>
<h2>Latest results</h2><div class="results">${thumbnails(state).join('') || 'None yet.'}</div>
<h2>Sample images</h2><ul>${samples(state.url).join('')}</ul>
<h2>Submission paths</h2><ul>${paths.join('')}</ul></html>`;
}

function samples(url: string): string[] {
	return SAMPLES.map((sample) => {
		const address = escape(`${url}/samples/${sample().fileName}`);
		return `<li><a href="${address}">${address}</a></li>`;
	});
}

function thumbnails({ served }: State): string[] {
	return [...served]
		.filter(([path, { contentType }]) => path.startsWith('/results/') && isImage(contentType))
		.slice(-SHOWN)
		.reverse()
		.map(([path]) => `<a href="${path}"><img src="${path}" alt="" loading="lazy"></a>`);
}

const isImage = (contentType: string): boolean => contentType.startsWith('image/');

const escape = (text: string): string =>
	text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
