<?php
// The site of WordPress blog has another URL: articles, settings and comments that name the former one name the new one.

/** Replaces text, also in serialized arrays, whose lengths change with it. Objects that plug-ins store are left alone. */
function lvs_with_url($value, $pattern, $new) {
	if (is_array($value)) return array_map(fn($each) => lvs_with_url($each, $pattern, $new), $value);
	if (!is_string($value)) return $value;
	$inner = is_serialized($value) ? @unserialize($value, ['allowed_classes' => false]) : false;
	return $inner === false ? preg_replace($pattern, $new, $value) : serialize(lvs_with_url($inner, $pattern, $new));
}

function lvs_move_url($former, $new) {
	global $wpdb;
	// the guid of an article stays: it identifies the article
	$places = [
		[$wpdb->posts, 'ID', ['post_content', 'post_excerpt', 'post_content_filtered']], [$wpdb->postmeta, 'meta_id', ['meta_value']],
		[$wpdb->comments, 'comment_ID', ['comment_content']], [$wpdb->commentmeta, 'meta_id', ['meta_value']],
		[$wpdb->options, 'option_id', ['option_value']], [$wpdb->termmeta, 'meta_id', ['meta_value']],
		[$wpdb->usermeta, 'umeta_id', ['meta_value']], [$wpdb->term_taxonomy, 'term_taxonomy_id', ['description']],
	];
	foreach ([[$former, $new], [addcslashes($former, '/'), addcslashes($new, '/')]] as [$from, $to]) {
		// not the beginning of another name or port
		$pattern = '~' . preg_quote($from, '~') . '(?![a-z0-9-]|\.[a-z0-9]|:[0-9])~';
		$like = '%' . $wpdb->esc_like($from) . '%';
		foreach ($places as [$table, $id, $columns]) {
			// these two say that all is moved: a move that is cut off begins again
			$but = $table === $wpdb->options ? "AND option_name NOT IN ('siteurl', 'home')" : '';
			foreach ($columns as $column)
				for ($last = 0; $rows = $wpdb->get_results($wpdb->prepare("SELECT $id AS id, $column AS text FROM $table WHERE $id > %d AND $column LIKE %s $but ORDER BY $id LIMIT 200", $last, $like)); )
					foreach ($rows as $row) {
						$last = $row->id;
						$text = lvs_with_url($row->text, $pattern, $to);
						if ($text !== null && $text !== $row->text) $wpdb->update($table, [$column => $text], [$id => $row->id]);
					}
		}
	}
}
