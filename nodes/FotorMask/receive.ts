import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { toFailure } from '../../fotor/failure';
import { handIn } from './handIn';
import { paintPage, type PageImage } from './page';
import { open, optionsOf, pendingImages, sizeOf, type Pending } from './pending';
import { sendImage } from './sendImage';
import { refuse, send } from './send';

/**
 * Serves the page for a waiting execution and accepts the masks. The execution continues only if the masks can be used.
 * Never throws, because n8n would then end the execution.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const request = context.getRequestObject() as { method?: string };
		const pending = pendingImages(context);
		if (request.method === 'POST') return await handIn(context, pending);
		const { image } = context.getQueryData() as { image?: unknown };
		if (image === undefined) return await sendPage(context, pending);
		const wanted = pending.images[Number(image)];
		if (!wanted) return refuse(context, 404, "This image doesn't exist");
		return await sendImage(context, await open(context, wanted));
	} catch (thrown) {
		return refuse(context, 500, toFailure(thrown).message);
	}
}

async function sendPage(context: IWebhookFunctions, pending: Pending) {
	const images: PageImage[] = [];
	for (const image of pending.images) {
		const size = await sizeOf(await open(context, image));
		const { width = 0, height = 0 } = size ?? {};
		images.push({ name: image.file.fileName ?? '', width, height });
	}
	const [first] = pending.images;
	const options = first && optionsOf(first);
	const { html, headers } = paintPage(hostOf(context), {
		images,
		instructions: options?.optionalText('instructions') ?? '',
		requireName: options?.flag('requireName') ?? false,
	});
	return send(context, 200, html, headers);
}

/** The host that the browser requested, for the page's Content-Security-Policy. */
function hostOf(context: IWebhookFunctions): string {
	const { host = '', 'x-forwarded-host': forwarded } = context.getHeaderData();
	return String(forwarded ?? host);
}
