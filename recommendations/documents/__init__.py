"""Documents made from responses: letters, forms, web pages and invitations, as Word, PDF and HTML.

A document is composed once, from elements (letter.py, response_form.py, web_page.py, invitation.py); word_writer.py,
html_writer.py and pdf_writer.py write the same elements. So no format can say more or less than another.
"""
