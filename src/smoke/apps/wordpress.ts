import type { Response } from "../curl.ts";
import type { Visitor } from "../visitor.ts";
import type { Published, Speech } from "../web-app.ts";

/** WordPress, used by its own forms for people, and by its REST interface for articles (with cookie and nonce, as the editor does). */
export function wordpress(url: string): Speech {
	const rest = (route: string) => `${url}/?rest_route=/wp/v2/${route}`;

	/** Gets the token (nonce) that protects a signed-in visitor against forged requests. Other visitors get none. It is the cheapest page that knows its visitor. */
	const nonceOf = { url: `${url}/wp-admin/admin-ajax.php?action=rest-nonce` };
	const nonces = new WeakMap<Visitor, string>();

	/** Calls the REST interface as the signed-in visitor. */
	async function call(
		visitor: Visitor,
		method: string,
		route: string,
		body: { readonly type: string; readonly bytes: Buffer },
		headers: Readonly<Record<string, string>> = {},
	): Promise<Record<string, unknown>> {
		const nonce =
			nonces.get(visitor) ?? (await visitor.visit(nonceOf)).text.trim();
		nonces.set(visitor, nonce);
		const answer = await visitor.visit({
			url: rest(route),
			method,
			body,
			headers: { "X-WP-Nonce": nonce, ...headers },
		});
		if (answer.status >= 300)
			throw visitor.refused(`${method} ${route}`, said(answer));
		return JSON.parse(answer.text) as Record<string, unknown>;
	}

	const json = (value: unknown) => ({
		type: "application/json",
		bytes: Buffer.from(JSON.stringify(value)),
	});

	return {
		page: nonceOf,
		isSignedIn: ({ status, text }) =>
			status === 200 && /^[0-9a-f]{10}$/.test(text.trim()),

		async signIn(visitor, user, password) {
			visitor.setCookie("wordpress_test_cookie", "WP%20Cookie%20check");
			const answer = await visitor.visit({
				url: `${url}/wp-login.php`,
				form: { log: user, pwd: password, testcookie: "1" },
			});
			if (answer.status !== 302)
				throw visitor.refused(`sign in as ${user}`, said(answer));
		},

		async register(visitor, user, password) {
			const answer = await visitor.visit({
				url: `${url}/wp-login.php?action=register`,
				form: { user_login: user, user_email: "", user_pass: password },
			});
			if (answer.status !== 302)
				throw visitor.refused(`register ${user}`, said(answer));
		},

		async publish(visitor, { title, text, picture }) {
			const medium = await call(
				visitor,
				"POST",
				"media",
				{ type: "image/png", bytes: picture },
				{ "Content-Disposition": `attachment; filename="${title}.png"` },
			);
			const source = String(medium.source_url);
			const details = medium.media_details as
				| { sizes?: Record<string, { source_url: string }> }
				| undefined;
			const post = await call(
				visitor,
				"POST",
				"posts",
				json({
					title,
					status: "publish",
					featured_media: medium.id,
					content: `<p>${text}</p><img src="${source}">`,
				}),
			);
			return {
				id: String(post.id),
				link: String(post.link),
				pictureId: String(medium.id),
				pictures: [
					...new Set([
						source,
						...Object.values(details?.sizes ?? {}).map(
							({ source_url }) => source_url,
						),
					]),
				],
			} satisfies Published;
		},

		async change(visitor, { id }, text) {
			await call(visitor, "POST", `posts/${id}`, json({ content: text }));
		},

		async remove(visitor, { id, pictureId }) {
			await call(visitor, "DELETE", `media/${pictureId}&force=true`, json({}));
			await call(visitor, "DELETE", `posts/${id}&force=true`, json({}));
		},
	};
}

/** The error message in an answer of WordPress, in a few words. */
function said({ status, text, realServer }: Response): string {
	const words =
		/id="login_error"[^>]*>([\s\S]*?)<\/div>/.exec(text)?.[1] ??
		/"message":"([^"]*)"/.exec(text)?.[1] ??
		/<title>([\s\S]*?)<\/title>/.exec(text)?.[1] ??
		text.slice(0, 200);
	return `${status} by ${realServer || "nobody we know"}: ${words
		.replace(/<[^>]*>/g, " ")
		.replace(/\s+/g, " ")
		.trim()
		.slice(0, 200)}`;
}
