import * as z from "zod";
import { defaults } from "./defaults.ts";
import type { Finding } from "./finding.ts";
import { leaf } from "./leaf.ts";
import { readPort, readWholeNumber } from "./leaves.ts";
import { readList } from "./path-leaves.ts";
import { type PhpFpm, phpFpm } from "./php-fpm.ts";
import { phpSettings, wrongPhpSettings } from "./php-settings.ts";
import { readAlias } from "./server-name.ts";
import { shape } from "./shape.ts";
import { readSiteUrl, type SiteUrl } from "./site-url.ts";
import type { ObjectSketch } from "./sketch.ts";
import { tlsSchema } from "./tls-schema.ts";
import { readTlsSender } from "./tls-sender.ts";
import { webPorts } from "./web-ports.ts";

/** How visitors reach an application, and which settings PHP gets for it. */
export interface Front {
	readonly url: SiteUrl;
	/** Host names that are redirected to the URL. */
	readonly aliases: readonly string[];
	/** TCP port of the real servers. */
	readonly port: number;
	/** In PEM, where TLS ends on the real servers. The private key is a secret and not part of the model. */
	readonly certificate: string | undefined;
	/** Addresses and networks that are believed when they say that a visitor came by HTTPS. Empty: TLS does not end before the real servers. */
	readonly trusted: readonly string[];
	readonly phpSettings: Readonly<Record<string, string>>;
	/** Undefined: PHP runs as the distribution's web server has it. */
	readonly phpFpm: PhpFpm | undefined;
}

/** How a FrontDeclaration is read, as parts of an application's schema. */
export const frontShape = {
	url: leaf<string, SiteUrl>(readSiteUrl),
	aliases: leaf<readonly string[], readonly string[]>(
		readList(readAlias, 'a list of names like ["example.com"]'),
	).optional(),
	tls: tlsSchema.optional(),
	behindTls: z
		.strictObject(
			{
				from: leaf<readonly string[], readonly string[]>(
					readList(readTlsSender, 'a list of addresses like ["172.18.0.5"]'),
				),
				port: leaf<number, number>(readPort).default(webPorts.http),
			},
			shape('an object like { from: ["172.18.0.5"] }'),
		)
		.optional(),
	uploadMegabytes: leaf<number, number>(readWholeNumber(1, 2048)).default(
		defaults.uploadMegabytes,
	),
	phpSettings,
	phpFpm,
};

interface FrontSketch extends Pick<ObjectSketch<typeof frontShape>, "values"> {
	readonly given: readonly string[];
}

/** The rules between the parts of a front. */
export function frontProblems({ given, values }: FrontSketch): Finding[] {
	const { url, aliases, behindTls } = values;
	return [
		...wayOfTls(given, url),
		...(aliases ?? [])
			.filter((name) => name === url?.host)
			.map((name) => ({
				path: ["aliases"],
				message: `${name} is the name in url; write the other names alone`,
			})),
		...(behindTls?.values.from?.length === 0
			? [
					{
						path: ["behindTls", "from"],
						message:
							"empty; write the addresses of those that end TLS before the real servers",
					},
				]
			: []),
		...wrongPhpSettings(["phpSettings"], values.phpSettings, [
			["upload_max_filesize", "write uploadMegabytes"],
			["post_max_size", "write uploadMegabytes"],
		]),
	];
}

function wayOfTls(
	given: FrontSketch["given"],
	url: SiteUrl | undefined,
): Finding[] {
	if (url === undefined) return [];
	const [tls, behind] = [given.includes("tls"), given.includes("behindTls")];
	if (tls && behind)
		return [
			{
				path: ["behindTls"],
				message:
					"TLS ends on the real servers by `tls`, or before them: leave one of the two out",
			},
		];
	if (url.secure && !tls && !behind)
		return [
			{
				path: ["url"],
				message:
					'https needs a certificate: write tls: { certificate, key }, or, where TLS ends before the real servers, behindTls: { from: ["172.18.0.5"] }',
			},
		];
	return url.secure || !(tls || behind)
		? []
		: [
				{
					path: ["url"],
					message: `${url.text} is no https; write https://${url.host}, or leave ${tls ? "tls" : "behindTls"} out`,
				},
			];
}

type ReadFront = z.output<z.ZodObject<typeof frontShape>>;

export function resolveFront(read: ReadFront): Front {
	const { url, aliases, tls, behindTls, uploadMegabytes, phpSettings } = read;
	return {
		url,
		aliases: aliases ?? [],
		port: behindTls?.port ?? url.port,
		certificate: tls?.certificate,
		trusted: behindTls?.from ?? [],
		phpSettings: {
			upload_max_filesize: `${uploadMegabytes}M`,
			post_max_size: `${uploadMegabytes + 8}M`,
			...phpSettings,
		},
		phpFpm: read.phpFpm,
	};
}
