import { isObject } from '../../fotor/values';
import { outcomeOf, type Client } from './client';
import { PICTURES, type PictureName, type Sample } from './pictures';
import type { Form, Use } from './probes';

/** Gives pictures to the probes; each is drawn once, and uploaded once for each upload type. */
export class Uploads {
	private readonly drawn = new Map<PictureName, Promise<Sample>>();
	private readonly addresses = new Map<string, Promise<string>>();

	/** @param given pictures of the user in place of drawn ones */
	constructor(
		private readonly client: Client,
		private readonly given: Partial<Record<PictureName, Sample>> = {},
	) {}

	/** How the probes of an upload type get their pictures. */
	forType(uploadType = 'img2img'): Use {
		return async (picture, form: Form = 'address') => {
			if (form === 'address') return await this.address(picture, uploadType);
			const { data, contentType } = await this.sample(picture);
			const base64 = data.toString('base64');
			return form === 'dataUri' ? `data:${contentType};base64,${base64}` : base64;
		};
	}

	async sample(picture: PictureName): Promise<Sample> {
		const drawn =
			this.drawn.get(picture) ?? Promise.resolve(this.given[picture] ?? PICTURES[picture]());
		this.drawn.set(picture, drawn);
		return await drawn;
	}

	private async address(picture: PictureName, uploadType: string): Promise<string> {
		const key = `${uploadType} ${picture}`;
		const known = this.addresses.get(key) ?? this.upload(picture, uploadType);
		this.addresses.set(key, known);
		return await known;
	}

	/** The three steps of section 18. */
	private async upload(picture: PictureName, type: string): Promise<string> {
		const { data, suffix, contentType } = await this.sample(picture);
		const query = { type, suffix };
		const signed = outcomeOf(
			await this.client.call({ method: 'GET', path: '/v1/upload/sign', query }),
		);
		if (signed.kind !== 'success') throw new Error(`no upload address (${signed.text})`);
		const { upload_url: target, url } = isObject(signed.data) ? signed.data : {};
		if (typeof target !== 'string' || typeof url !== 'string') {
			throw new Error('no upload address in the reply');
		}
		const put = await this.client.put(target, data, contentType);
		if ('fault' in put) throw new Error(`the upload failed (${put.text})`);
		if (put.status >= 300) throw new Error(`the upload was refused (HTTP ${put.status})`);
		return url;
	}
}
