import type { Visitor } from "../visitor.ts";
import type { Speech } from "../web-app.ts";

/** Discuz! X3.5, used by its forms as a browser sends them. It answers 200 to everything, so we read what its pages say. */
export function discuz(url: string): Speech {
	/** Gets a form and the token in it, which differs for each visitor and protects against forged requests. */
	async function formOf(visitor: Visitor, path: string) {
		const { text } = await visitor.visit({ url: `${url}/${path}` });
		const value = (name: string) =>
			new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(text)?.[1];
		const formhash = value("formhash");
		if (formhash === undefined)
			throw visitor.refused(`open ${path}`, said(text));
		return { text, formhash, posttime: value("posttime") ?? "" };
	}

	return {
		page: { url: `${url}/home.php?mod=spacecp` },
		isSignedIn: ({ text }) => /discuz_uid = '[1-9]\d*'/.test(text),

		async signIn(visitor, user, password) {
			const { formhash } = await formOf(
				visitor,
				"member.php?mod=logging&action=login",
			);
			const answer = await visitor.visit({
				url: `${url}/member.php?mod=logging&action=login&loginsubmit=yes&inajax=1`,
				form: {
					formhash,
					username: user,
					password,
					cookietime: "2592000",
				},
			});
			const { text } = await visitor.visit({
				url: `${url}/home.php?mod=spacecp`,
			});
			if (!/discuz_uid = '[1-9]\d*'/.test(text))
				throw visitor.refused(`sign in as ${user}`, said(answer.text));
		},

		async register(visitor, user, password) {
			const { formhash } = await formOf(visitor, "member.php?mod=register");
			const answer = await visitor.visit({
				url: `${url}/member.php?mod=register&inajax=1`,
				form: {
					regsubmit: "yes",
					formhash,
					labuser: user,
					labpass: password,
					labpass2: password,
					labmail: `${user}@example.com`,
				},
			});
			if (!/succeed|感谢您注册/.test(answer.text))
				throw visitor.refused(`register ${user}`, said(answer.text));
		},

		async publish(visitor, { title, text, picture }) {
			const form = await formOf(
				visitor,
				"forum.php?mod=post&action=newthread&fid=2",
			);
			const uid = /discuz_uid = '(\d+)'/.exec(form.text)?.[1] ?? "";
			const hash = /["']?hash["']?\s*:\s*["']([0-9a-f]{32})["']/.exec(
				form.text,
			)?.[1];
			if (hash === undefined)
				throw visitor.refused("write a thread", said(form.text));
			const sent = await visitor.visit({
				url: `${url}/misc.php?mod=swfupload&action=swfupload&operation=upload&fid=2&simple=2`,
				body: await multipart(
					{ uid, hash, type: "image" },
					`${title}.png`,
					picture,
				),
			});
			const [word, , wrong, id = "", , path = ""] = sent.text.split("|");
			if (word !== "DISCUZUPLOAD" || wrong !== "0" || id === "0")
				throw visitor.refused("upload a picture", said(sent.text));
			const posted = await visitor.visit({
				url: `${url}/forum.php?mod=post&action=newthread&fid=2&extra=&topicsubmit=yes&inajax=1`,
				form: {
					formhash: form.formhash,
					posttime: form.posttime,
					wysiwyg: "0",
					subject: title,
					message: `${text} [attachimg]${id}[/attachimg] and enough words for a thread`,
					[`attachnew[${id}][description]`]: "",
				},
			});
			const thread = /tid=(\d+)/.exec(posted.text)?.[1];
			if (thread === undefined)
				throw visitor.refused("write a thread", said(posted.text));
			return {
				id: thread,
				link: `${url}/forum.php?mod=viewthread&tid=${thread}`,
				pictureId: id,
				pictures: [`${url}/data/attachment/forum/${path}`],
			};
		},
	};
}

/** Encodes a form with a file in it as a browser does. */
async function multipart(
	fields: Readonly<Record<string, string>>,
	name: string,
	bytes: Buffer,
) {
	const form = new FormData();
	for (const [key, value] of Object.entries(fields)) form.set(key, value);
	form.set("Filedata", new Blob([bytes], { type: "image/png" }), name);
	const encoded = new Response(form);
	return {
		type: encoded.headers.get("Content-Type") ?? "",
		bytes: Buffer.from(await encoded.arrayBuffer()),
	};
}

/** The first words of a page, without its markup. */
function said(text: string): string {
	return text
		.replace(/<(script|style)[\s\S]*?<\/\1>/g, " ")
		.replace(/<[^>]*>/g, " ")
		.replace(/\s+/g, " ")
		.trim()
		.slice(0, 200);
}
