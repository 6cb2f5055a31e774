import type { Output } from "@pulumi/pulumi";
import { defaults } from "../model/defaults.ts";
import type { Front } from "../model/front.ts";
import type { HealthCheck } from "./health-check.ts";

/**
 * An application with a new name, or newly with HTTPS, answers requests for the old URL with a redirect. The director is changed last, so its check must accept
 * this answer until then.
 */
export const movedStatus = 301;

/** A health check that gets a page of an application, under its name, and over TLS if that ends on the real servers. */
export function frontCheck(
	{ tls }: { readonly tls?: unknown },
	model: Output<Front>,
	page: string,
	more: { readonly status?: readonly number[]; readonly text?: string } = {},
): HealthCheck {
	return {
		...more,
		...(tls === undefined ? { http: page } : { https: page }),
		hostName: model.apply(({ url }) => url.host),
		port: model.apply(({ port }) => port),
		everySeconds: defaults.applicationCheckSeconds,
	};
}
