import { familyName, hostText } from "../model/host-text.ts";
import type { WordPress } from "../model/wordpress.ts";
import type { DraftFile } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/** Plug-ins of our own, which WordPress always runs and nobody can switch off. */
export function wordPressPlugins(
	{ name, registration, mail }: WordPress,
	content: string,
): DraftFile[] {
	const file = (
		path: string,
		template: string,
		view: Readonly<Record<string, unknown>>,
	) => ({
		path: `${content}/mu-plugins/${path}.php`,
		content: renderTemplate(`wordpress/etc/${template}`, view),
		readBy: "others" as const,
	});
	return [
		...(registration === "with-password"
			? [{ ...file(`lvs-${name}`, "registration.php", { name }), mode: "644" }]
			: []),
		...(mail === undefined
			? []
			: [
					{
						...file(`lvs-${name}-mail`, "mail.php", {
							...{ name, mail },
							user: mail.user ?? "",
							// PHPMailer's words for them
							secure: { starttls: "tls", tls: "ssl", none: "" }[mail.security],
							autoTls: String(mail.security === "starttls"),
						}),
						// it holds the password
						mode: "640",
						owner: hostText`root:${familyName("httpd-user")}`,
					},
				]),
	];
}
