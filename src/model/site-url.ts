import type { ReadLeaf } from "./leaf.ts";
import { wantedText } from "./wanted.ts";
import { webPorts } from "./web-ports.ts";

/** The URL that visitors of a site use. */
export interface SiteUrl {
	/** The URL as browsers write it, without a slash at its end and without the scheme's own port: `http://www.example.com`. */
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
	const number = Number(port ?? usual);
	if (host === undefined || number < 1 || number > 65535)
		return {
			problem: wantedText(
				'the address of the site, like "https://www.example.com" (lower case, no path)',
				value,
			),
		};
	return {
		value: {
			text: `${scheme}://${host}${number === usual ? "" : `:${number}`}`,
			host,
			port: number,
			secure,
		},
	};
};
