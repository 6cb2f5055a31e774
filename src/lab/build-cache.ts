import { chooseAccelerator } from "./accelerator.ts";
import type { LabContext } from "./context.ts";
import { ensureImage } from "./image.ts";
import { ensureTemplate, plainShape } from "./template.ts";

/** Builds what the cache lacks of two things: the image, and the template for machines with the default memory and one link. */
export async function buildCache(context: LabContext): Promise<void> {
	const image = await ensureImage(context);
	const accelerator = await chooseAccelerator(context, image);
	await ensureTemplate(context, image, plainShape(accelerator));
}
