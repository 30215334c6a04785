"""What leaves the office: letters, forms, web pages and invitations, as Word, PDF and HTML.

A document is composed once, as blocks (letter.py, form.py, web.py, invitation.py); word.py, html.py and pdf.py write
the same blocks in their own way. So no format can say more or less than another.
"""
