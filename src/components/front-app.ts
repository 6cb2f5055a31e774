import type { Output } from "@pulumi/pulumi";
import type { Front } from "../model/front.ts";
import type { DeclaredApp } from "../smoke/web-app.ts";

/** How smoke tests reach an application. */
export function frontApp(
	{
		tls,
		behindTls,
	}: {
		readonly tls?: { readonly certificate: DeclaredApp["url"] };
		readonly behindTls?: unknown;
	},
	model: Output<Front>,
): Pick<DeclaredApp, "url" | "certificate" | "plainPort"> {
	return {
		url: model.apply(({ url }) => url.text),
		...(tls === undefined ? {} : { certificate: tls.certificate }),
		...(behindTls === undefined
			? {}
			: { plainPort: model.apply(({ port }) => String(port)) }),
	};
}
