"""What a timm name says: architecture, tag, family, kind, pre-training; renames and licences."""
