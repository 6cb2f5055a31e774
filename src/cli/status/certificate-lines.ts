import { certificatesIn, nameOf } from "../../model/certificate-chain.ts";
import type { Desired } from "../../model/desired.ts";

const dayMs = 86_400_000;

/** With fewer days left, the line says that the certificate must be renewed: certificates from a program are renewed earlier. */
const soonDays = 21;

/**
 * How long the certificates of a host are valid: the first of each file, which is the site's own.
 *
 * @returns a line for each, `the certificate of www.example.com is good for 32 days, until 2026-12-30`
 */
export function certificateLines(
	{ files }: Desired,
	now = new Date(),
): string[] {
	return Object.values(files).flatMap(({ content }) => {
		const found = firstOf(content);
		if (found === undefined) return [];
		const end = new Date(found.validTo);
		const days = Math.floor((end.getTime() - now.getTime()) / dayMs);
		const name = nameOf(found.subject);
		const day = end.toISOString().slice(0, 10);
		return [
			days < 0
				? `the certificate of ${name} ended on ${day}: every visitor is warned; declare a new one, and run up`
				: `the certificate of ${name} is good for ${days} day${days === 1 ? "" : "s"}, until ${day}${days < soonDays ? ": renew it, and run up" : ""}`,
		];
	});
}

function firstOf(text: string) {
	if (!text.includes("-----BEGIN CERTIFICATE-----")) return undefined;
	try {
		return certificatesIn(text)[0];
	} catch {
		// the door refuses a text without a certificate; files of a host setup may contain anything
		return undefined;
	}
}
