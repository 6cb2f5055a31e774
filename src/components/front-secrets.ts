import * as pulumi from "@pulumi/pulumi";
import type { FrontDeclaration } from "../model/front-declaration.ts";
import { readSiteUrl } from "../model/site-url.ts";
import { tlsKeySecret } from "../render/application.ts";
import { comesLater, type Inputs } from "./inputs.ts";
import { provenKey } from "./proven-key.ts";

/**
 * The private key of an application whose TLS ends on the real servers, when it is known to fit.
 *
 * @param subject what an error is about: `WordPress blog`
 * @throws pulumi.RunError as `provenKey` does.
 */
export function frontSecrets(
	subject: string,
	{ url, aliases = [], tls }: Inputs<FrontDeclaration>,
): Record<string, pulumi.Input<string>> {
	if (tls === undefined) return {};
	const serverName = comesLater(url)
		? pulumi.output(url).apply(hostOf)
		: hostOf(url as string);
	return {
		[tlsKeySecret]: provenKey(subject, "tls", { tls, serverName, aliases }),
	};
}

function hostOf(url: string): string {
	const found = readSiteUrl(url);
	return "value" in found ? found.value.host : "";
}
