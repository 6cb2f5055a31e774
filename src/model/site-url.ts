import type { ReadLeaf } from "./leaf.ts";
import { wantedText } from "./wanted.ts";
import { webPorts } from "./web-ports.ts";

/** The URL that visitors of a site use. */
export interface SiteUrl {
	/** The URL, without a slash at its end: `http://www.example.com`. */
	readonly text: string;
	readonly host: string;
	readonly port: number;
}

/** The URL of a site at the root of a host, over HTTP. For HTTPS, something in front of the site must unwrap TLS. */
export const readSiteUrl: ReadLeaf<SiteUrl> = (value) => {
	const [, host, port] =
		typeof value === "string"
			? (/^http:\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?\/?$/.exec(
					value,
				) ?? [])
			: [];
	if (host === undefined || Number(port ?? webPorts.http) > 65535)
		return {
			problem: wantedText(
				'the address of the site, like "http://www.example.com" (lower case, no path)',
				value,
			),
		};
	return {
		value: {
			text: String(value).replace(/\/$/, ""),
			host,
			port: Number(port ?? webPorts.http),
		},
	};
};
