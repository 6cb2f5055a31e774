import type { Speech } from "../web-app.ts";

/**
 * A page with a PHP session and nothing else: `?user=NAME` signs in, any page says `NAME 3` (its third visit) or `ANON`.
 */
export function phpSession(url: string): Speech {
	return {
		page: { url: `${url}/` },
		isSignedIn: ({ text }, user) => text.startsWith(`${user} `),
		async signIn(visitor, user) {
			const answer = await visitor.visit({ url: `${url}/?user=${user}` });
			if (!answer.text.startsWith(`${user} `))
				throw visitor.refused(
					`sign in as ${user}`,
					`${answer.status}: ${answer.text.slice(0, 200)}`,
				);
		},
	};
}
