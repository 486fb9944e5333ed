<?php
// Does to the blog what its owner and its readers would: a JSON list of orders in, a list of the ids
// they made or met out. Run in the folder of the blog.

$address = parse_url(getenv('BLOG_URL'));
$_SERVER['HTTP_HOST'] = $address['host'] . ':' . $address['port'];
$_SERVER['REQUEST_URI'] = '/';
$orders = json_decode(stream_get_contents(STDIN), true, 16, JSON_THROW_ON_ERROR);
if ($orders[0]['do'] === 'install') {
    define('WP_INSTALLING', true);
}

require getcwd() . '/wp-load.php';

// Approving a comment writes to the author of the post.
add_filter('pre_wp_mail', fn() => true);

echo json_encode(array_map('carry_out', $orders), JSON_THROW_ON_ERROR);

function carry_out(array $order): int
{
    global $wpdb;
    switch ($order['do']) {
        case 'install':
            require_once ABSPATH . 'wp-admin/includes/upgrade.php';
            // It would ask its own server whether addresses may be pretty. They are, as on most blogs: guids then differ from links.
            add_filter('pre_http_request', fn() => new WP_Error('silent', 'This blog asks nobody.'));
            $made = wp_install('Nordrad', 'owner', 'owner@nordrad.example', true, '', bin2hex(random_bytes(16)));
            $GLOBALS['wp_rewrite']->set_permalink_structure('/%year%/%monthnum%/%postname%/');
            $GLOBALS['wp_rewrite']->flush_rules(false);
            return succeeded($made['user_id']);
        case 'clear':
            foreach ([$wpdb->commentmeta, $wpdb->comments, $wpdb->postmeta, $wpdb->term_relationships, $wpdb->posts] as $table) {
                // Not TRUNCATE: no test may meet another one's ids.
                if ($wpdb->query("DELETE FROM $table") === false) {
                    throw new Exception($wpdb->last_error);
                }
            }
            return 0;
        case 'post':
            // As the editor does it: a post gets its guid while it is a draft, its address when it is published.
            $draft = succeeded(wp_insert_post(['post_title' => '-', 'post_status' => 'draft', 'post_author' => 1]));
            $post = succeeded(wp_update_post(wp_slash([
                'ID' => $draft,
                'post_title' => $order['title'],
                'post_content' => $order['text'],
                'post_date_gmt' => $order['at'],
                'post_date' => $order['at'],
                'post_status' => 'publish',
                'comment_status' => 'open',
                'edit_date' => true,
            ])));

            // Modified now, it would be newer than all comments of the test, which then would never change the blog's version.
            succeeded($wpdb->update($wpdb->posts, ['post_modified' => $order['at'], 'post_modified_gmt' => $order['at']], ['ID' => $post]));
            return $post;
        case 'rename':
            return succeeded(wp_update_post(wp_slash(['ID' => $order['id'], 'post_title' => $order['title']])));
        case 'comment':
            return succeeded(wp_insert_comment(wp_slash([
                'comment_post_ID' => $order['post'],
                'comment_parent' => $order['parent'],
                'comment_author' => $order['author'],
                'comment_content' => $order['text'],
                'comment_date_gmt' => $order['at'],
                'comment_date' => $order['at'],
                'comment_approved' => $order['held'] ? 0 : 1,
            ])));
        case 'approve':
            return succeeded(wp_set_comment_status($order['id'], 'approve'));
        case 'edit':
            return succeeded(wp_update_comment(wp_slash(['comment_ID' => $order['id'], 'comment_content' => $order['text']])));
        case 'delete':
            return succeeded(wp_delete_comment($order['id'], true));
        default:
            throw new Exception("No such order: {$order['do']}.");
    }
}

function succeeded(mixed $result): int
{
    if (!$result || is_wp_error($result)) {
        throw new Exception('WordPress refused: ' . (is_wp_error($result) ? $result->get_error_message() : 'it does not say why.'));
    }

    return (int) $result;
}
