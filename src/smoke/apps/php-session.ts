import type { Speech } from "../web-app.ts";

/**
 * A page that only has a PHP session. `?user=NAME` signs in; every page says `NAME 3` (the third visit of NAME) or `ANON`.
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
