import type { ReadLeaf } from "./leaf.ts";
import { wantedText } from "./wanted.ts";
import { webPorts } from "./web-ports.ts";

/** The URL that visitors of a site use. */
export interface SiteUrl {
	/** The URL, without a slash at its end: `http://www.example.com`. */
	readonly text: string;
	readonly host: string;
	/** The port that visitors connect to. */
	readonly port: number;
	/** Whether visitors use HTTPS. */
	readonly secure: boolean;
}

/** The URL of a site at the root of a host. */
export const readSiteUrl: ReadLeaf<SiteUrl> = (value) => {
	const [, scheme, host, port] =
		typeof value === "string"
			? (/^(https?):\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?\/?$/.exec(
					value,
				) ?? [])
			: [];
	const secure = scheme === "https";
	const usual = secure ? webPorts.https : webPorts.http;
	if (host === undefined || Number(port ?? usual) > 65535)
		return {
			problem: wantedText(
				'the address of the site, like "https://www.example.com" (lower case, no path)',
				value,
			),
		};
	return {
		value: {
			text: String(value).replace(/\/$/, ""),
			host,
			port: Number(port ?? usual),
			secure,
		},
	};
};
