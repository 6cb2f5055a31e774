import * as pulumi from "@pulumi/pulumi";
import { type Website as WebsiteModel, websiteDoor } from "../model/website.ts";
import type { WebsiteDeclaration } from "../model/website-declaration.ts";
import { renderWebsite } from "../render/website.ts";
import { HostComponent } from "./host-component.ts";
import type { Inputs } from "./inputs.ts";
import { named } from "./named.ts";

/** What a website is declared with: a WebsiteDeclaration whose leaves may be outputs of other resources. */
export type WebsiteArgs = Inputs<WebsiteDeclaration>;

/**
 * Web sites on every real server: virtual hosts, their files, TLS, PHP. Write it before the cluster, and let the cluster
 * wait for it, so that no client is sent to a real server that has nothing to say.
 *
 * @example
 * ```ts
 * const sites = new Website("sites", {
 *   realServers,
 *   sites: { main: { files: { "index.html": "<h1>{{realServer}}</h1>" } } },
 * });
 * new Cluster("web", { ..., realServers, page: false }, { dependsOn: sites });
 * ```
 */
export class Website extends HostComponent<WebsiteModel> {
	constructor(
		name: string,
		args: WebsiteArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		const { keys, ...declaration } = withoutKeys(args);
		super("Website", name, websiteDoor, declaration, options);
		for (const [realServer, { host }] of Object.entries(args.realServers))
			if (host !== undefined)
				this.manage({
					role: "website",
					name: realServer,
					declared: host,
					secrets: keys,
					part: (model) => {
						const found = named(model.realServers, realServer);
						return {
							connection: found.host,
							desired: renderWebsite(model, found),
						};
					},
				});
		this.registerOutputs({});
	}
}

/** The declaration with something else in place of its private keys, and those by the name of their site. */
function withoutKeys(args: WebsiteArgs) {
	const keys: Record<string, pulumi.Input<string>> = {};
	const sites = Object.entries(args.sites).map(([name, site]) => {
		if (site.tls === undefined) return [name, site];
		const { certificate, key } = site.tls;
		keys[`${name}-key`] = pulumi.output(key).apply((text) => text.trimEnd());
		return [name, { ...site, tls: { certificate, key: "given apart" } }];
	});
	return { ...args, sites: Object.fromEntries(sites), keys };
}
