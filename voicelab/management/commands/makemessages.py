"""Django's `makemessages`, which also finds the sentences that the services' files mark with N_()."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=N_"]
