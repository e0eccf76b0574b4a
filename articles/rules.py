"""Who may open which door of the articles room. Asked with `user.has_perm(name, thing)`."""

import rules

from people.roles import is_administrator, is_auditor, is_editor, is_publisher, is_staff_member

writes = is_editor | is_administrator

rules.add_perm("articles", is_staff_member)
for permission in (
    "articles.view_draft",
    "articles.view_media",
    "articles.view_section",
    "articles.view_organisation",
    "articles.view_policypage",
    "articles.view_glossaryterm",
):
    rules.add_perm(permission, is_staff_member)
for permission in (
    "articles.add_draft",
    "articles.change_draft",
    "articles.delete_draft",
    "articles.move_article",
    "articles.upload_media",
    "articles.preview_markdown",
):
    rules.add_perm(permission, writes)
for permission in (
    "articles.add_section",
    "articles.change_section",
    "articles.delete_section",
    "articles.change_organisation",
    "articles.add_policypage",
    "articles.change_policypage",
    "articles.delete_policypage",
    "articles.add_redaction",
):
    rules.add_perm(permission, is_administrator)
# Readers see the glossary as soon as it is saved: whoever may publish may write it.
for permission in ("articles.add_glossaryterm", "articles.change_glossaryterm", "articles.delete_glossaryterm"):
    rules.add_perm(permission, is_publisher | is_administrator)
rules.add_perm("articles.view_redaction", is_administrator | is_auditor)
