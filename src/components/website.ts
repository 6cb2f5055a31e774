import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import { literally } from "../model/placeholders.ts";
import { type Pair, tlsProblems } from "../model/tls-problems.ts";
import { type Website as WebsiteModel, websiteDoor } from "../model/website.ts";
import type {
	SiteDeclaration,
	WebsiteDeclaration,
} from "../model/website-declaration.ts";
import { renderWebsite } from "../render/website.ts";
import { HostComponent } from "./host-component.ts";
import { type Inputs, isKnown } from "./inputs.ts";
import { named } from "./named.ts";
import { plainly } from "./plainly.ts";
import type { SessionStore } from "./session-store.ts";
import { waitingFor } from "./waiting-for.ts";

/** What a website is declared with: a WebsiteDeclaration whose leaves may be outputs of other resources. */
export interface WebsiteArgs extends Omit<Inputs<WebsiteDeclaration>, "sites"> {
	readonly sites: Readonly<Record<string, SiteArgs>>;
}

export type SiteArgs = Inputs<SiteDeclaration> & {
	/** The session store for PHP. Default: sessions are files on the real server that the client came to. */
	readonly sessions?: SessionStore;
};

/**
 * Web sites on every real server: virtual hosts, their files, TLS, PHP. Declare the website before the cluster, and let the
 * cluster wait for it, so that no client is sent to a real server that has nothing to say.
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
		const { declaration, secrets, stores } = apart(name, args);
		super(
			"Website",
			name,
			websiteDoor,
			declaration,
			waitingFor(stores, options),
		);
		for (const [realServer, { host }] of Object.entries(args.realServers))
			if (host !== undefined)
				this.manage({
					role: "website",
					name: realServer,
					declared: host,
					secrets,
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

/** The user's own settings, escaped so that they are not taken for placeholders. */
function ownSettings(
	settings: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, pulumi.Input<string>> {
	return Object.fromEntries(
		Object.entries(settings).map(([key, value]) => [
			key,
			pulumi.Output.isInstance(value) || value instanceof Promise
				? pulumi.output(value).apply(literally)
				: literally(value),
		]),
	);
}

/** Splits the arguments into the plain declaration, its secrets by name, and its session stores. */
function apart(website: string, { sites, php, ...others }: WebsiteArgs) {
	const secrets: Record<string, pulumi.Input<string>> = {};
	const stores = Object.values(sites).flatMap(({ sessions }) => sessions ?? []);
	const declared = Object.entries(sites).map(([name, site]) => {
		const { sessions, ...rest } = site;
		if (site.tls !== undefined)
			secrets[`${name}-key`] = provenKey(website, name, site);
		Object.assign(secrets, sessions?.secrets);
		return [
			name,
			{
				...rest,
				...(sessions === undefined && rest.phpSettings === undefined
					? {}
					: {
							phpSettings: {
								// these settings may contain the placeholder of a password, so they are not escaped
								...sessions?.settings,
								...ownSettings(rest.phpSettings ?? {}),
							},
						}),
			},
		];
	});
	const packages = [
		...(php?.packages ?? []),
		...new Set(stores.map(({ phpPackage }) => phpPackage)),
	];
	return {
		declaration: {
			...others,
			sites: Object.fromEntries(declared),
			...(php === undefined && stores.length === 0
				? {}
				: {
						php: {
							...php,
							packages,
							...(php?.settings === undefined
								? {}
								: { settings: ownSettings(php.settings) }),
						},
					}),
		},
		secrets,
		stores,
	};
}

/** The private key of a site, once it fits the certificate. It is checked before any host is touched, unless another resource still makes it. */
function provenKey(
	website: string,
	name: string,
	{ tls, serverName, aliases = [] }: SiteArgs,
): pulumi.Input<string> {
	const prove = (pair: Pair) =>
		plainly(() => {
			const problems = tlsProblems(`sites.${name}.tls`, pair);
			if (problems.length > 0)
				throw new DeclarationError(`website ${website}`, problems);
			return pair.key.trimEnd();
		});
	const parts = {
		certificate: tls?.certificate ?? "",
		key: tls?.key ?? "",
		names: serverName === undefined ? [...aliases] : [serverName, ...aliases],
	};
	return isKnown(parts)
		? prove(parts as Pair)
		: pulumi.output(parts).apply((pair) => prove(pair));
}
