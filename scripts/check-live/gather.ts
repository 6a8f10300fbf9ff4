import axios from 'axios';

import { USER_AGENT } from '../../fotor/version';
import { newTrace, startNodes, type Account, type Evidence, type Trace } from './nodes';
import { BALANCE, FREE_PROBES, knownCost, PROBES } from './probes';
import { saysNoCredits, saysNoEntry, toReply } from './reply';

type Headers = Record<string, string>;
/** Number of parallel probes. */
const PARALLEL = 3;
const AGENT = { 'User-Agent': USER_AGENT };
/** A key that no account has. */
const WRONG_KEY = 'sk_this-key-does-not-exist';

/**
 * Makes every call and runs every probe once.
 * @param ids probe IDs
 * @throws Error if the account can't be used; nothing has been submitted by then
 */
export async function gather(account: Account, ids: string[]): Promise<Evidence> {
	const { baseUrl, apiKey, say } = account;
	const { useKey, run } = await startNodes(account);
	const before = await run('before', BALANCE);
	if (before.failure) throw new Error(before.failure);
	const evidence: Evidence = { before };
	const tokens = Number(before.task.remaining);
	const tooFew = `The account has ${tokens} tokens, fewer than the ${knownCost(ids)} that the check may cost.`;
	if (tokens < knownCost(ids)) throw new Error(`${tooFew} Nothing was submitted.`);

	useKey(WRONG_KEY);
	evidence.wrongKey = await run('wrongKey', BALANCE);
	useKey(apiKey);
	const Authorization = `Bearer ${apiKey}`;
	const [credits, upload] = ['/v1/credits', '/v1/upload/sign?type=replacer&suffix=png'];
	const raw = async (id: string, path: string, headers: Headers) =>
		(evidence[id] = await rawCall(id, baseUrl + path, headers));
	await raw('noKey', credits, AGENT);
	await raw('agentOfN8n', credits, { Authorization, 'User-Agent': 'n8n' });
	await raw('agentOfAxios', credits, { Authorization });
	await raw('otherUpload', upload, { Authorization, ...AGENT });
	for (const [id, probe] of Object.entries(FREE_PROBES)) evidence[id] = await run(id, probe);

	const waiting = [...ids];
	let stopped = '';
	const work = async () => {
		for (let id = waiting.shift(); id; id = waiting.shift()) {
			const probe = PROBES[id];
			if (stopped || !probe) {
				evidence[id] = newTrace(id, `not submitted: ${stopped}`);
				continue;
			}
			const trace = (evidence[id] = await run(id, probe));
			say(`  ${id}: ${trace.failure ?? `completed, tokens: ${trace.tokens}`}`);
			if (trace.replies.some(saysNoCredits)) stopped ||= 'the account has too few tokens';
			if (trace.replies.some(saysNoEntry)) stopped ||= 'an earlier request was refused';
		}
	};
	await Promise.all(Array.from({ length: PARALLEL }, work));
	return { ...evidence, after: await run('after', BALANCE) };
}

/** Sends one request with exactly these headers. No node would send such a request. */
async function rawCall(id: string, url: string, headers: Headers): Promise<Trace> {
	const settings = { timeout: 30_000, maxRedirects: 0, validateStatus: () => true };
	try {
		const received = await axios.get<unknown>(url, { headers, ...settings });
		const { status: statusCode, headers: kept, data: body } = received;
		const reply = toReply({ url }, { statusCode, headers: kept, body });
		return { ...newTrace(id), replies: [reply], reply };
	} catch (thrown) {
		return newTrace(id, (thrown as Error).message);
	}
}
