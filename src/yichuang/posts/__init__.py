"""Who may serve where: the post behind each window, its holders, and who has signed on.

Words: post (岗位, with its list of duties) · holder (part A the regular, part B the substitute) ·
sign-on, sign-off · on duty · pause · vacancy · late open, early close (what the office sees of a day).
Authority is a question over dated rows, asked when the act is done and stored nowhere else.
It never knows who waits; a person without a post signs on nowhere.
"""
